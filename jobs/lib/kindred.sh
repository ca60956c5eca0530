#!/usr/bin/env bash
# Runs one subcommand of Kindred or of its tools: lib/kindred.sh <subcommand> [options]
#
# Builds the project first if it is not built or the sources are newer. Relative paths in options are
# resolved against the current directory.
#
#   KINDRED_HEAP   Java heap, such as 4g
#   JAVA_HOME      the Java to use; default: java on the PATH
set -euo pipefail

. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/common.sh"

# Access to state is random over all memory, which is faster with large pages.
large_pages() {
    local pages=/sys/kernel/mm/transparent_hugepage/enabled
    if grep -qs '\[madvise\]\|\[always\]' "$pages"; then
        options+=(-XX:+UseTransparentHugePages)
        export GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}
    fi
}

# Progress is shown in a line that is rewritten, which must not be longer than the terminal is wide. stdin and stdout may
# be something else.
terminal() {
    local size
    if [ -t 2 ] && [ "${TERM:-dumb}" != dumb ]; then
        size=$(stty size <&2 2>/dev/null || true)
        size=${size##* }
        options+=("-Dkindred.terminal-columns=${size:-0}")
    fi
}

[ $# -gt 0 ] || fail "no subcommand; run one of the scripts in $home/jobs"
heap=1g
classes=$home/target/kindred.jar
main=io.kindred.cli.Kindred
case $1 in
    bench | bench-kafka | bench-serve | diff | evaluate | explore | generate | import-splink | profile | report | serve | sweep)
        classes=$home/target/kindred-tools.jar:$classes
        main=io.kindred.tools.KindredTools
        ;;
esac
case $1 in
    generate) heap=256m ;;
    status) heap=64m ;;
esac
find_java
is_built || build

# The heap is small and most objects are short-lived, so throughput matters more than short pauses.
options=(-XX:+UseParallelGC)
case $1 in
    # Whoever waits for an answer notices pauses.
    serve) options=(-XX:+UseG1GC) ;;
esac
large_pages
terminal
exec "$java" "@$home/conf/jvm.args" "${options[@]}" "-Xmx${KINDRED_HEAP:-$heap}" "-Dkindred.home=$home" \
    "-Dlog4j2.configurationFile=$home/conf/log4j2-embedded.properties" \
    -cp "$classes:$home/target/flink/*:$home/lib/optional/*" "$main" "$@"
