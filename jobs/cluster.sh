#!/usr/bin/env bash
# Runs a Flink cluster on this machine: a job manager with the web interface, and task managers, each in its
# own process. It listens on 127.0.0.1 only, and uses the libraries that the build has downloaded.
#
#   jobs/cluster.sh start [options]   starts the cluster, or those of its processes that are not running
#   jobs/cluster.sh status            shows the processes; exit code 0 if all are running, else 3
#   jobs/cluster.sh stop              stops the cluster; running jobs end without a savepoint
#
# Options of start:
#   --task-managers N           number of task managers; default 2
#   --slots N                   slots per task manager; default as in conf/config.yaml
#   --task-manager-memory SIZE  memory of each process, such as 2g; default as in conf/config.yaml
#   --job-manager-memory SIZE   memory of the process; default as in conf/config.yaml
#   --port N                    port of the web interface; default 8081
#   --rpc-port N                RPC port of the job manager; default 6123
#   --flink VERSION             another version of Flink, downloaded from Maven Central the first time, such as one
#                               that you want to upgrade to; default: the version that Kindred is built with
#   -D OPTION=VALUE             any Flink option; overrides conf/config.yaml
#
# All files of the cluster are in the folder run (or KINDRED_RUN): cluster/conf, cluster/logs, cluster/pids,
# checkpoints and savepoints. Without options, start restarts a killed cluster with its previous settings.
# KINDRED_LOG sets the log level, such as DEBUG.
set -euo pipefail

script=$(readlink -f -- "${BASH_SOURCE[0]}")
. "${script%/*}/lib/common.sh"
. "$home/jobs/lib/processes.sh"

cluster=$run/cluster
conf=$cluster/conf
pids=$cluster/pids
logs=$cluster/logs
tmp=$cluster/tmp

# --- Processes of the cluster ---

# The number of task managers that the cluster was started with.
task_managers() {
    cat -- "$conf/task-managers" 2>/dev/null || echo 0
}

process_names() {
    local i
    echo jobmanager
    for ((i = 1; i <= $(task_managers); i++)); do
        echo "taskmanager-$i"
    done
}

is_any_running() {
    local name
    for name in $(process_names); do
        if is_running "$name"; then
            return 0
        fi
    done
    return 1
}

# option NAME: the value of a Flink option in the cluster's configuration.
option() {
    sed -n "s/^$1: //p" "$conf/options.txt" | sed "s/^'\(.*\)'\$/\1/"
}

web_port() {
    option rest.port
}

# count FIELD JSON
count() {
    sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" <<<"$2"
}

# --- Start ---

# Runs Flink's own calculator of configuration and memory.
flink_tool() {
    local reply
    if ! reply=$("$java" "@$home/conf/jvm.args" -Xmx128m -cp "$classes" \
        "-Dlog4j2.configurationFile=$home/conf/log4j2-client.properties" \
        org.apache.flink.runtime.util.bash.BashJavaUtils "$@" 2>&1); then
        grep -m 1 -E 'Exception' <<<"$reply" | sed 's/^[^:]*Exception: /kindred: /' >&2
        fail "Flink rejects this configuration, see above"
    fi
    sed -n 's/^BASH_JAVA_UTILS_EXEC_RESULT://p' <<<"$reply"
}

# Writes the configuration and the arguments of the processes.
configure() {
    local config
    config=$(flink_tool UPDATE_AND_GET_FLINK_CONFIGURATION --configDir "$home/conf" "${settings[@]}")
    rm -rf -- "$conf" "$tmp"
    mkdir -p -- "$conf" "$tmp" "$pids" "$logs" "$run/checkpoints" "$run/savepoints"
    echo "$config" >"$conf/config.yaml"
    # The same configuration, one option per line.
    flink_tool UPDATE_AND_GET_FLINK_CONFIGURATION --configDir "$conf" -flatten >"$conf/options.txt"
    flink_tool GET_JM_RESOURCE_PARAMS --configDir "$conf" >"$conf/jobmanager.args"
    flink_tool GET_TM_RESOURCE_PARAMS --configDir "$conf" >"$conf/taskmanager.args"
}

# start_flink NAME MAIN-CLASS ARGUMENT...: starts a process with the memory that Flink's calculator assigned. Task managers
# do not get the system property log.file: RocksDB would derive file names from whole paths and fail on long ones.
start_flink() {
    local name=$1 main=$2 jvm dynamic opts
    shift 2
    {
        read -r -a jvm
        read -r -a dynamic || true
    } <"$conf/${name%-*}.args"
    read -r -a opts <<<"$(option env.java.opts.all) $(option "env.java.opts.${name%-*}")" || true
    [ "$name" != jobmanager ] || jvm+=("-Dlog.file=$logs/$name.log")
    FLINK_CONF_DIR=$conf start_process "$name" "${jvm[@]}" ${opts[@]+"${opts[@]}"} \
        "-Djava.io.tmpdir=$tmp" -cp "$classes" "$main" --configDir "$conf" "$@" ${dynamic[@]+"${dynamic[@]}"}
}

# Sets started to the names of the task managers that had to be started.
start_missing() {
    local name i
    started=()
    if ! is_running jobmanager; then
        start_flink jobmanager org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint \
            --executionMode cluster
    fi
    for ((i = 1; i <= $(task_managers); i++)); do
        name=taskmanager-$i
        if ! is_running "$name"; then
            start_flink "$name" org.apache.flink.runtime.taskexecutor.TaskManagerRunner \
                -D "taskmanager.resource-id=$name" -D "taskmanager.log.path=$logs/$name.log"
            started+=("$name")
        fi
    done
}

# The web interface counts a lost task manager until its timeout, so a replacement is checked by its own log.
are_registered() {
    local name
    for name in ${started[@]+"${started[@]}"}; do
        grep -qs 'Successful registration at resource manager' "$logs/$name.log" || return 1
    done
}

# Waits until all task managers have registered.
await_cluster() {
    local deadline=$((SECONDS + 180)) name overview there
    while :; do
        for name in $(process_names); do
            is_running "$name" || fail_started "$name" "did not start"
        done
        if overview=$(http_get "$(web_port)" /overview); then
            there=$(count taskmanagers "$overview")
            if [ "${there:-0}" -ge "$(task_managers)" ] && are_registered; then
                return
            fi
        fi
        [ "$SECONDS" -lt "$deadline" ] || fail "the cluster has not started after three minutes; see $logs"
        sleep 0.3
    done
}

start() {
    local wanted='' port=8081 rpc_port=6123 version='' given=()
    settings=()
    while [ $# -gt 0 ]; do
        case $1 in
            --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
            -D?*) set -- -D "${1#-D}" "${@:2}" ;;
        esac
        [ $# -gt 1 ] || misused "$1 needs a value, or is no option of start; see $0 --help"
        case $1 in
            --task-managers)
                is_number "$2" 1 100 || misused "--task-managers is '$2', expected 1 to 100"
                wanted=$2
                ;;
            --slots)
                is_number "$2" 1 1000 || misused "--slots is '$2', expected 1 to 1000"
                settings+=(-D "taskmanager.numberOfTaskSlots=$2")
                given+=("$1")
                ;;
            --task-manager-memory)
                settings+=(-D "taskmanager.memory.process.size=$2")
                given+=("$1")
                ;;
            --job-manager-memory)
                settings+=(-D "jobmanager.memory.process.size=$2")
                given+=("$1")
                ;;
            --port)
                is_number "$2" 1 65535 || misused "--port is '$2', expected 1 to 65535"
                port=$2
                given+=("$1")
                ;;
            --rpc-port)
                is_number "$2" 1 65535 || misused "--rpc-port is '$2', expected 1 to 65535"
                rpc_port=$2
                given+=("$1")
                ;;
            --flink)
                [[ $2 =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || misused "--flink is '$2', expected a version such as 2.3.0"
                version=$2
                given+=("$1")
                ;;
            -D)
                [[ $2 == ?*=* ]] || misused "-D is '$2', expected OPTION=VALUE"
                settings+=(-D "$2")
                given+=("$1")
                ;;
            *) misused "unknown option $1 of start; see $0 --help" ;;
        esac
        shift 2
    done
    find_java
    is_built || build
    [ ${#given[@]} -gt 0 ] || version=$(flink_version)
    find_flink_classes "$version"

    if is_any_running; then
        if [ ${#given[@]} -gt 0 ]; then
            fail "the cluster is already running; stop it before you start it with ${given[*]}"
        fi
        if [ -n "$wanted" ] && [ "$wanted" -lt "$(task_managers)" ]; then
            fail "the cluster has $(task_managers) task managers; stop it before you start it with fewer"
        fi
    elif [ ${#given[@]} -eq 0 ] && [ "$(task_managers)" != 0 ]; then
        echo "the cluster was not stopped properly; it is restarted with its previous settings" >&2
    else
        need_port "$port" --port
        need_port "$rpc_port" --rpc-port
        settings=(
            -D jobmanager.rpc.address=127.0.0.1 -D "jobmanager.rpc.port=$rpc_port"
            -D jobmanager.bind-host=127.0.0.1
            -D taskmanager.host=127.0.0.1 -D taskmanager.bind-host=127.0.0.1
            -D rest.address=127.0.0.1 -D rest.bind-address=127.0.0.1 -D "rest.port=$port"
            -D "rest.bind-port=$port"
            -D "execution.checkpointing.dir=file://$run/checkpoints"
            -D "execution.checkpointing.savepoint-dir=file://$run/savepoints"
            -D "io.tmp.dirs=$tmp"
            ${settings[@]+"${settings[@]}"}
        )
        configure
        echo "$version" >"$conf/flink-version"
    fi
    local before
    before=$(task_managers)
    if [ -n "$wanted" ]; then
        echo "$wanted" >"$conf/task-managers"
    elif [ "$before" = 0 ]; then
        echo 2 >"$conf/task-managers"
    fi
    start_missing
    await_cluster
    status
}

# --- Status and stop ---

status() {
    local name pid code=0 overview
    if [ "$(task_managers)" = 0 ]; then
        echo "no cluster has been started in $cluster"
        return 3
    fi
    for name in $(process_names); do
        if pid=$(pid_of "$name"); then
            printf '%-15s runs, process %s\n' "$name" "$pid"
        else
            printf '%-15s does not run\n' "$name"
            code=3
        fi
    done
    if overview=$(http_get "$(web_port)" /overview); then
        printf '%-15s http://127.0.0.1:%s\n' "web interface" "$(web_port)"
        printf '%-15s %s, of which %s are free\n' slots \
            "$(count slots-total "$overview")" "$(count slots-available "$overview")"
        printf '%-15s %s running\n' jobs "$(count jobs-running "$overview")"
    elif is_running jobmanager; then
        printf '%-15s does not answer (yet) on port %s\n' "web interface" "$(web_port)"
        code=3
    fi
    return "$code"
}

stop() {
    if ! is_any_running; then
        rm -f -- "$conf/task-managers" "$conf/flink-version"
        echo "no cluster runs"
        return
    fi
    local overview jobs=0
    if overview=$(http_get "$(web_port)" /overview); then
        jobs=$(count jobs-running "$overview")
    fi
    # Task managers first, so that they do not try to reconnect to the job manager.
    # shellcheck disable=SC2046
    stop_processes 30 $(process_names | sort -r)
    rm -rf -- "$tmp" "$conf/task-managers" "$conf/flink-version"
    echo "the cluster has ended"
    if [ "${jobs:-0}" -gt 0 ]; then
        echo "running jobs: $jobs; resume them from their last checkpoint with jobs/submit.sh JOB.yaml --from latest"
    fi
}

command=${1:---help}
[ $# -eq 0 ] || shift
case $command in
    start) start "$@" ;;
    status | stop)
        [ $# -eq 0 ] || misused "$command takes no options"
        "$command"
        ;;
    -h | --help) usage ;;
    *) misused "unknown command '$command', expected start, status or stop" ;;
esac
