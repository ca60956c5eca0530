# Runs Flink's command line: that of the installation in FLINK_HOME if set, else for the cluster of jobs/cluster.sh.
# To be sourced after common.sh.
#
#   FLINK_HOME       a Flink installation
#   FLINK_CONF_DIR   its configuration; default: $FLINK_HOME/conf

# Prepares calls of flink.
find_flink() {
    if [ -n "${FLINK_HOME:-}" ]; then
        [ -x "$FLINK_HOME/bin/flink" ] || fail "FLINK_HOME is '$FLINK_HOME', where there is no bin/flink"
        return
    fi
    find_java
    is_built || build
    [ -f "$run/cluster/conf/config.yaml" ] ||
        fail "no cluster has been started in $run/cluster; run jobs/cluster.sh start, or set FLINK_HOME"
    find_flink_classes "$(flink_version)"
}

# Sets FLINK_CONF_DIR to the folder of the cluster's configuration, if there is a cluster.
find_flink_configuration() {
    if [ -n "${FLINK_HOME:-}" ]; then
        export FLINK_CONF_DIR=${FLINK_CONF_DIR:-$FLINK_HOME/conf}
    elif [ -f "$run/cluster/conf/config.yaml" ]; then
        export FLINK_CONF_DIR=$run/cluster/conf
    fi
}

# flink ARGUMENT...
flink() {
    # Allows Kindred's main method to exit the process with its own exit code.
    local own=-Dkindred.own-process=true
    if [ -n "${FLINK_HOME:-}" ]; then
        JVM_ARGS="${JVM_ARGS:-} $own" "$FLINK_HOME/bin/flink" "$@"
    else
        FLINK_CONF_DIR=$run/cluster/conf "$java" "@$home/conf/jvm.args" "$own" -Xmx512m \
            "-Dlog4j2.configurationFile=$home/conf/log4j2-client.properties" \
            -cp "$classes" org.apache.flink.client.cli.CliFrontend "$@"
    fi
}

# Runs flink and keeps its output in $reply. If flink fails, fails with the root cause; stack traces are shown only
# if KINDRED_LOG is set.
ask_flink() {
    if reply=$(flink "$@" 2>&1); then
        return
    fi
    if [ -n "${KINDRED_LOG:-}" ]; then
        echo "$reply" >&2
    fi
    local cause
    cause=$(grep -E '^(Caused by: |[^[:space:]]+(Exception|Error): )' <<<"$reply" | tail -n 1 |
        sed -E 's/^Caused by: //; s/^([a-zA-Z0-9_.$]+(Exception|Error|Throwable): )+//') || true
    fail "flink $1: ${cause:-$reply}"
}

# Prints the lines "id name" of the running jobs.
running_jobs() {
    ask_flink list -r
    sed -n 's/^.* : \([0-9a-f]\{32\}\) : \(.*\) ([A-Z]*)$/\1 \2/p' <<<"$reply"
}

# find_job [ID-OR-NAME]: sets $job to the id of the job; without an argument, of the only running job.
find_job() {
    local wanted=${1:-} jobs found
    jobs=$(running_jobs)
    if [ -z "$wanted" ]; then
        found=$jobs
    else
        found=$(awk -v wanted="$wanted" '$1 == wanted || substr($0, 34) == wanted' <<<"$jobs")
    fi
    case $(grep -c . <<<"$found") in
        0)
            [ -n "$wanted" ] || fail "no job runs"
            fail "no job '$wanted' runs${jobs:+; there are:$'\n'$jobs}"
            ;;
        1) job=${found%% *} ;;
        *) fail "which job? Name one by its id:"$'\n'"$found" ;;
    esac
}

# absolute PATH-OR-URI: prints it as an absolute URI, which is valid on the cluster too.
absolute() {
    case $1 in
        *://* | file:/*) echo "$1" ;;
        /*) echo "file://$1" ;;
        *) echo "file://$PWD/$1" ;;
    esac
}
