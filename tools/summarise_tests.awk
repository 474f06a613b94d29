# Reads one GoogleTest binary's output and writes a line per test:
#   passed|failed|skipped <TAB> binary <TAB> test <TAB> reason
# A binary that crashed, hung or ran nothing is a failure of its own. -v binary=NAME -v status=EXIT

BEGIN { FS = "\n"; OFS = "\t" }

function name_of(line) {
    sub(/^\[[^]]*\] /, "", line)
    sub(/ \([0-9]+ ms\)$/, "", line)
    sub(/, where .*$/, "", line)
    return line
}

/^\[ RUN      \] / { running = name_of($0); reason = ""; skipping = 0; next }

running != "" && /^\[       OK \] / { print "passed", binary, running, ""; ran++; running = ""; next }
running != "" && /^\[  FAILED  \] / {
    print "failed", binary, running, ""
    ran++
    failures++
    running = ""
    next
}
running != "" && /^\[  SKIPPED \] / {
    print "skipped", binary, running, reason
    ran++
    running = ""
    next
}

# GTEST_SKIP() prints "file:line: Skipped", then its message.
running != "" && /: Skipped$/ { skipping = 1; next }
skipping && $0 != "" && reason == "" { reason = $0 }

END {
    if (status == 124 || status == 137) {
        print "failed", binary, running == "" ? "the whole binary" : running, "took too long"
    } else if (running != "") {
        print "failed", binary, running, "crashed, exit code " status
    } else if (status != 0 && !failures) {
        print "failed", binary, "the whole binary", "exit code " status
    } else if (!ran) {
        print "failed", binary, "the whole binary", "ran no test"
    }
}
