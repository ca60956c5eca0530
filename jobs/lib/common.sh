# Functions shared by the scripts: project folder, Java, build. To be sourced, not run.
#
#   JAVA_HOME      the Java to use; default: java on the PATH
#   KINDRED_RUN    the folder for processes that the scripts start: configuration, logs, process ids,
#                  checkpoints and topics; default: "run" in the project's folder

home=$(readlink -f -- "${BASH_SOURCE[0]}")
home=${home%/jobs/lib/*}
run=${KINDRED_RUN:-$home/run}
case $run in
    /*) ;;
    *) run=$PWD/$run ;;
esac

fail() {
    echo "kindred: $*" >&2
    exit 1
}

# Fails with the exit code for wrong usage, like Kindred's commands.
misused() {
    echo "kindred: $*" >&2
    exit 2
}

# Prints the comment at the head of the script as its help.
usage() {
    sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p}' "$script"
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
    [ -f "$home/target/kindred.jar" ] && [ -f "$home/target/kindred-tools.jar" ] || return 1
    [ -d "$home/target/flink" ] && [ -d "$home/target/cluster" ] || return 1
    # A distribution has no sources and is always up to date.
    [ -d "$home/src/main" ] || return 0
    [ -z "$(find "$home/src/main" "$home/src/tools" "$home/pom.xml" -newer "$home/target/kindred.jar" -print -quit)" ]
}

# The version of Flink that the cluster was started with; empty for the version of the build.
flink_version() {
    cat -- "$run/cluster/conf/flink-version" 2>/dev/null || true
}

# find_flink_classes VERSION: sets $classes to the class path of a Flink cluster and its client.
find_flink_classes() {
    local libraries=$home/target
    if [ -n "$1" ]; then
        libraries=$home/target/flink-$1
        [ -f "$libraries/complete" ] || alone fetch_flink "$1" "$libraries"
    fi
    classes=$libraries/flink/*:$libraries/cluster/*:$home/lib/optional/*
}

# Even with -q and -B Maven prints the escape sequence that resets colours, unless they are off.
quiet_mvn() {
    mvn -q -B -Dstyle.color=never "$@"
}

# fetch_flink VERSION FOLDER
fetch_flink() {
    if [ -f "$2/complete" ]; then
        return
    fi
    need_maven "Flink $1 has not been downloaded"
    echo "Downloading Flink $1 (once)…" >&2
    rm -rf -- "$2"
    (cd -- "$home" && quiet_mvn "-Dflink.version=$1" "-Dflink.libraries=$2/flink" "-Dcluster.libraries=$2/cluster" \
        dependency:copy-dependencies@embedded-flink dependency:copy@cluster) >&2 ||
        fail "Flink $1 cannot be downloaded, see above"
    touch -- "$2/complete"
}

need_maven() {
    command -v mvn >/dev/null || fail "$1 and there is no mvn on the PATH; install Maven 3.8 or later"
}

# alone COMMAND ARGUMENT...: runs a command under a lock that all scripts share, if flock is available. Scripts that
# start at the same time then build or download only once.
alone() {
    mkdir -p -- "$home/target"
    if command -v flock >/dev/null; then
        (flock 9 && "$@" 9>&-) 9>"$home/target/scripts.lock" || exit
    else
        "$@"
    fi
}

build() {
    alone build_once
}

build_once() {
    if is_built; then
        return
    fi
    need_maven "Kindred is not built"
    echo "Building Kindred (once)…" >&2
    # How the sources are formatted is no reason not to run them.
    (cd -- "$home" && quiet_mvn -DskipTests -Dspotless.skip -Dcheckstyle.skip package) >&2 || fail "the build failed, see above"
}
