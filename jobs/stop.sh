#!/usr/bin/env bash
# Stops a running job with a savepoint, from which it can go on:
#
#   jobs/stop.sh [JOB] [options]
#
#   JOB               the job's id or name; may be left out if only one runs
#   --savepoint DIR   where the savepoint goes; default: where the job keeps its savepoints
#   --canonical       in Flink's own format, which another state backend reads too (default)
#   --native          in RocksDB's format: faster to write and to restore
#   --drain           takes the stop for the end of the input: all that waits is shown, open files are finished.
#                     For a job that is not to go on
#   --cancel          ends the job where it is, without a savepoint; its last checkpoint stays
#
# Prints the savepoint's path. Of the cluster that jobs/cluster.sh runs, or that of the Flink installation in
# FLINK_HOME. Exit code: 0 stopped, 1 failed, 2 wrong usage.
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
    misused "--cancel takes no savepoint; leave one of the two out"
fi
if [ -n "$cancel" ] && [ ${#drain[@]} -gt 0 ]; then
    misused "--cancel drains nothing; leave one of the two out"
fi

find_flink
find_job "$wanted"
if [ -n "$cancel" ]; then
    ask_flink cancel "$job"
    echo "cancelled $job; it goes on with jobs/submit.sh JOB.yaml --from latest" >&2
else
    ask_flink stop --type "$format" ${drain[@]+"${drain[@]}"} ${target[@]+"${target[@]}"} "$job"
    sed -n 's/^Savepoint completed. Path: //p' <<<"$reply"
fi
