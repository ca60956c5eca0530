#!/usr/bin/env bash
# Stops a running job with a savepoint, from which it can be resumed:
#
#   jobs/stop.sh [JOB] [options]
#
#   JOB               the job's id or name; optional if only one job is running
#   --savepoint DIR   folder for the savepoint; default: the savepoint folder of the job
#   --canonical       in Flink's canonical format, which all state backends can read (default)
#   --native          in RocksDB's native format, which is faster to write and to restore
#   --drain           flushes and closes everything before the savepoint. Use it only if the job will not be
#                     resumed
#   --cancel          cancels the job without a savepoint; its last checkpoint is kept
#
# Prints the savepoint's path. Uses the cluster of jobs/cluster.sh, or that of the Flink installation in FLINK_HOME.
# Exit code: 0 stopped, 1 failed, 2 wrong usage.
set -euo pipefail

script=$(readlink -f -- "${BASH_SOURCE[0]}")
. "${script%/*}/lib/common.sh"
. "$home/jobs/lib/flink.sh"

format=canonical
cancel=
drain=()
target=()
wanted=
while [ $# -gt 0 ]; do
    case $1 in
        --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
    esac
    case $1 in
        -h | --help)
            usage
            exit
            ;;
        --savepoint)
            [ $# -gt 1 ] || misused "--savepoint needs a folder; see $0 --help"
            target=(--savepointPath "$(absolute "$2")")
            shift
            ;;
        --native | --canonical) format=${1#--} ;;
        --drain) drain=(--drain) ;;
        --cancel) cancel=yes ;;
        -*) misused "unknown option $1; see $0 --help" ;;
        *)
            [ -z "$wanted" ] || misused "one job is expected, found '$wanted' and '$1'"
            wanted=$1
            ;;
    esac
    shift
done
if [ -n "$cancel" ] && [ ${#target[@]} -gt 0 ]; then
    misused "--cancel cannot be combined with --savepoint"
fi
if [ -n "$cancel" ] && [ ${#drain[@]} -gt 0 ]; then
    misused "--cancel cannot be combined with --drain"
fi

find_flink
find_job "$wanted"
if [ -n "$cancel" ]; then
    ask_flink cancel "$job"
    echo "cancelled $job; resume it with jobs/submit.sh JOB.yaml --from latest" >&2
else
    ask_flink stop --type "$format" ${drain[@]+"${drain[@]}"} ${target[@]+"${target[@]}"} "$job"
    sed -n 's/^Savepoint completed. Path: //p' <<<"$reply"
fi
