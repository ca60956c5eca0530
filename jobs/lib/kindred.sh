#!/usr/bin/env bash
# Runs one subcommand of Kindred or of its tools: lib/kindred.sh <subcommand> [options]
#
# Builds the project first if it has not been built or its sources are newer. The current directory
# is never changed, so that paths in the options are relative to where you are.
#
#   KINDRED_HEAP   Java heap, such as 4g
#   JAVA_HOME      the Java to use, if not the first one on the PATH
set -euo pipefail

. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/common.sh"

# State is reached at random all over memory: with large pages it is found about a sixth faster.
large_pages() {
    local pages=/sys/kernel/mm/transparent_hugepage/enabled
    if grep -qs '\[madvise\]\|\[always\]' "$pages"; then
        options+=(-XX:+UseTransparentHugePages)
        export GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}
    fi
}

[ $# -gt 0 ] || fail "no subcommand; run one of the scripts in $home/jobs"
heap=1g
classes=$home/target/kindred.jar
main=io.kindred.cli.Kindred
case $1 in
    bench | bench-kafka | evaluate | generate)
        classes=$home/target/kindred-tools.jar:$classes
        main=io.kindred.tools.KindredTools
        ;;
esac
[ "$1" != generate ] || heap=256m
find_java
is_built || build

# The heap is small and everything in it short-lived: what pauses least costs more than it saves.
options=(-XX:+UseParallelGC)
large_pages
exec "$java" "@$home/conf/jvm.args" "${options[@]}" "-Xmx${KINDRED_HEAP:-$heap}" "-Dkindred.home=$home" \
    "-Dlog4j2.configurationFile=$home/conf/log4j2-embedded.properties" \
    -cp "$classes:$home/target/flink/*" "$main" "$@"
