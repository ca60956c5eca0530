#!/usr/bin/env bash
# Runs one subcommand of Kindred: lib/kindred.sh <subcommand> [options]
#
# Builds the project first if it has not been built or its sources are newer. The current directory
# is never changed, so that paths in the options are relative to where you are.
#
#   KINDRED_HEAP   Java heap, such as 4g
#   JAVA_HOME      the Java to use, if not the first one on the PATH
set -euo pipefail

script=$(readlink -f -- "${BASH_SOURCE[0]}")
home=${script%/jobs/lib/*}

fail() {
    echo "kindred: $*" >&2
    exit 1
}

find_java() {
    java=java
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
    fi
    command -v "$java" >/dev/null || fail "no Java at '$java'; install Java 17 or later, or set JAVA_HOME"
    local version
    version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
    if [ "${version:-0}" -lt 17 ]; then
        fail "Java 17 or later is needed; '$java' is version ${version:-unknown}"
    fi
}

is_built() {
    [ -f "$home/target/kindred.jar" ] && [ -d "$home/target/flink" ] || return 1
    # A distribution without sources is always up to date.
    [ -d "$home/src/main" ] || return 0
    [ -z "$(find "$home/src/main" "$home/pom.xml" -newer "$home/target/kindred.jar" -print -quit)" ]
}

build() {
    command -v mvn >/dev/null || fail "Kindred is not built and there is no mvn on the PATH; install Maven 3.8 or later"
    echo "Building Kindred (once)…" >&2
    (cd -- "$home" && mvn -q -B -DskipTests package) >&2 || fail "the build failed, see above"
}

# State is reached at random all over memory: with large pages it is found about a sixth faster.
large_pages() {
    local pages=/sys/kernel/mm/transparent_hugepage/enabled
    if grep -qs '\[madvise\]\|\[always\]' "$pages"; then
        options+=(-XX:+UseTransparentHugePages)
        export GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}
    fi
}

[ $# -gt 0 ] || fail "no subcommand; run one of the scripts in $home/jobs"
case $1 in
    generate) heap=256m ;;
    *) heap=1g ;;
esac
find_java
is_built || build

# The heap is small and everything in it short-lived: what pauses least costs more than it saves.
options=(-XX:+UseParallelGC)
large_pages
exec "$java" "@$home/conf/jvm.args" "${options[@]}" "-Xmx${KINDRED_HEAP:-$heap}" "-Dkindred.home=$home" \
    "-Dlog4j2.configurationFile=$home/conf/log4j2-embedded.properties" \
    -cp "$home/target/kindred.jar:$home/target/flink/*" \
    io.kindred.cli.Kindred "$@"
