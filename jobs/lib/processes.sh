# Functions for background processes and their ports. A process has a unique name and a file with its id in $pids.
# To be sourced after common.sh by scripts that set pids and logs.

# pid_of NAME: prints the id of the process; fails if it is not running. The system may have reused the id for another
# process, so the command line must contain the mark that start_process sets.
pid_of() {
    local pid
    pid=$(cat -- "$pids/$1.pid" 2>/dev/null) && [ -n "$pid" ] || return 1
    kill -0 "$pid" 2>/dev/null || return 1
    if [ -r "/proc/$pid/cmdline" ]; then
        # The command line of a zombie is empty. So is, for a moment, that of a process that replaces itself by another
        # program, for example where java is a script; look again.
        [ -n "$(command_of "$pid")" ] || sleep 0.1
        command_of "$pid" | grep -qxF -- "$(mark "$1")" || return 1
    fi
    echo "$pid"
}

# command_of PID: prints its command line, an argument a line.
command_of() {
    tr '\0' '\n' 2>/dev/null <"/proc/$1/cmdline"
}

is_running() {
    pid_of "$1" >/dev/null
}

mark() {
    echo "-Dkindred.process=$pids/$1"
}

# start_process NAME JAVA-OPTION... MAIN-CLASS ARGUMENT...: logs to $logs/NAME.log; the log of the previous process
# becomes $logs/NAME.before.log.
start_process() {
    local name=$1
    shift
    mkdir -p -- "$pids" "$logs"
    [ ! -f "$logs/$name.log" ] || mv -f -- "$logs/$name.log" "$logs/$name.before.log"
    # Not by nohup: its command line has the mark too, so the process would seem to run before it is Java.
    (
        trap '' HUP
        exec "$java" "$(mark "$name")" "-Dkindred.log=$logs/$name.log" \
            "-Dlog4j2.configurationFile=$home/conf/log4j2-process.properties" \
            "$@" >"$logs/$name.out" 2>&1 </dev/null
    ) &
    local pid=$!
    echo "$pid" >"$pids/$name.pid"
    # Wait until the forked shell has become Java: before, its command line lacks the mark.
    while kill -0 "$pid" 2>/dev/null && ! is_running "$name"; do
        sleep 0.05
    done
}

# stop_processes SECONDS NAME...: terminates the processes, and kills those that are still running after the timeout.
stop_processes() {
    local seconds=$1 name pid asked=()
    shift
    for name in "$@"; do
        if pid=$(pid_of "$name"); then
            kill "$pid" 2>/dev/null || true
            asked+=("$name")
        fi
    done
    local deadline=$((SECONDS + seconds))
    for name in ${asked[@]+"${asked[@]}"}; do
        while pid=$(pid_of "$name"); do
            if [ "$SECONDS" -ge "$deadline" ]; then
                echo "kindred: $name does not terminate; killing it" >&2
                kill -9 "$pid" 2>/dev/null || true
            fi
            sleep 0.2
        done
    done
    for name in "$@"; do
        rm -f -- "$pids/$name.pid"
    done
}

# fail_started NAME PROBLEM: fails with the end of the process's output and the errors in its log.
fail_started() {
    {
        tail -n 20 -- "$logs/$1.out"
        grep -E ' (ERROR|FATAL) ' -A 5 -- "$logs/$1.log" | tail -n 20
    } 2>/dev/null >&2 || true
    fail "$1 $2; see $logs/$1.log"
}

is_listening() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# need_port NUMBER OPTION: fails if the port is in use.
need_port() {
    if is_listening "$1"; then
        fail "port $1 is in use by another process; choose another with $2"
    fi
}

# http_get PORT PATH: prints the body of the response; fails without a successful response.
http_get() {
    local reply
    reply=$(timeout 10 bash -c '
        exec 3<>"/dev/tcp/127.0.0.1/$1" &&
        printf "GET %s HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n" "$2" >&3 &&
        cat <&3' http_get "$1" "$2" 2>/dev/null) || return 1
    [[ $reply == HTTP/*' 200 '* ]] || return 1
    printf '%s' "${reply#*$'\r\n\r\n'}"
}

# is_number VALUE LEAST GREATEST
is_number() {
    [[ $1 =~ ^[0-9]{1,6}$ ]] && [ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}
