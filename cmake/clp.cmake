# COIN-OR CLP, the solver of linear programs. Its packages bring no CMake files.
find_path(CLP_INCLUDE_DIR coin/ClpSimplex.hpp REQUIRED)
find_library(CLP_LIBRARY Clp REQUIRED)
find_library(COINUTILS_LIBRARY CoinUtils REQUIRED)
add_library(Clp::Clp INTERFACE IMPORTED)
target_include_directories(Clp::Clp INTERFACE ${CLP_INCLUDE_DIR})
target_link_libraries(Clp::Clp INTERFACE ${CLP_LIBRARY} ${COINUTILS_LIBRARY})
