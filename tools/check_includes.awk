# Fails on a file in src/<room>/ that includes a header of a room its own does not declare.
#
#   awk -f tools/check_includes.awk build/<preset>/rooms.txt src/.../*.h src/.../*.cpp
#
# rooms.txt comes from cmake/rooms.cmake, one line per room: "ledger: store game model core". It
# sees what the link test cannot: a use that is all in headers. src/apps may include every room.

FNR == 1 { file_number++ }

file_number == 1 {
    room = $1
    sub(/:$/, "", room)
    known[room] = 1
    allowed[room, room] = 1
    for (i = 2; i <= NF; i++) allowed[room, $i] = 1
    declared[room] = $0
    sub(/^[^:]*: */, "", declared[room])
    next
}

FNR == 1 {
    split(FILENAME, parts, "/")
    room = parts[2]
}

room in known && match($0, /^[ \t]*#[ \t]*include[ \t]+"[^"\/]+\//) {
    used = $0
    sub(/^[^"]*"/, "", used)
    sub(/\/.*$/, "", used)
    if (used == "apps" || (used in known && !((room, used) in allowed))) {
        printf "%s:%d: room '%s' includes room '%s'; it may include: %s\n", \
            FILENAME, FNR, room, used, declared[room] == "" ? "none" : declared[room]
        findings++
    }
}

END { exit findings > 0 }
