#!/usr/bin/env bash
# Takes a savepoint of a job, which keeps running:
#
#   jobs/savepoint.sh [JOB] [DIR] [--native | --canonical]
#
#   JOB           the job's id or name; optional if only one job is running
#   DIR           folder for the savepoint; default: the savepoint folder of the job
#   --canonical   in Flink's canonical format, which all state backends can read (default)
#   --native      in RocksDB's native format, which is faster to write and to restore
#
# Prints the savepoint's path. Uses the cluster of jobs/cluster.sh, or that of the Flink installation in FLINK_HOME.
# Exit code: 0 taken, 1 failed, 2 wrong usage.
set -euo pipefail

script=$(readlink -f -- "${BASH_SOURCE[0]}")
. "${script%/*}/lib/common.sh"
. "$home/jobs/lib/flink.sh"

format=canonical
words=()
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            usage
            exit
            ;;
        --native | --canonical) format=${1#--} ;;
        -*) misused "unknown option $1; see $0 --help" ;;
        *) words+=("$1") ;;
    esac
    shift
done
[ ${#words[@]} -le 2 ] || misused "a job and a folder are expected, found ${words[*]}"

find_flink
find_job "${words[0]:-}"
target=()
if [ ${#words[@]} -eq 2 ]; then
    target=("$(absolute "${words[1]}")")
fi
ask_flink savepoint --type "$format" "$job" "${target[@]}"
sed -n 's/^Savepoint completed. Path: //p' <<<"$reply"
