// Links one room as a whole with only the rooms it declares. See cmake/rooms.cmake.
int main() {}
