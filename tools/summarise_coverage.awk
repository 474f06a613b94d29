# Reads a summary of llvm-cov (-format=lcov) and writes a table of executed lines: by file, then by
# room. Exit code 1 when a room is below the least share.
#   -v root=PREFIX  taken off the names of files    -v rooms="a b"    -v least=PERCENT

function row(name, executed, all) {
    share = all == 0 ? 0 : 100 * executed / all
    return sprintf("%-52s %6d of %6d lines  %5.1f %%", name, executed, all, share)
}

/^SF:/ { file = substr($0, 4); sub("^" root, "", file) }
/^LF:/ { all = substr($0, 4) + 0 }
/^LH:/ { executed = substr($0, 4) + 0 }
/^end_of_record/ {
    print row(file, executed, all) | "sort"
    split(file, folders, "/")
    lines[folders[2]] += all
    hit[folders[2]] += executed
}

END {
    close("sort")
    count = split(rooms, names, " ")
    for (i = 1; i <= count; i++) print row(names[i], hit[names[i]], lines[names[i]])
    for (i = 1; i <= count; i++) {
        if (lines[names[i]] > 0 && 100 * hit[names[i]] >= least * lines[names[i]]) continue
        printf "%s is below %d %%\n", names[i], least
        below = 1
    }
    exit below
}
