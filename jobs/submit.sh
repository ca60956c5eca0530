#!/usr/bin/env bash
# Submits a job to the cluster of jobs/cluster.sh, or to that of the Flink installation in FLINK_HOME:
#
#   jobs/submit.sh JOB.yaml [options]
#
# Options:
#   --from PATH       resumes from a savepoint or a retained checkpoint
#   --from latest     resumes from the newest savepoint or checkpoint of the job with this name that can be read
#   --allow-removed   with --from: gives up the state of sources, queries and sinks that the job file does not have
#                     any more; without it, such state is an error
#   -p N              parallelism; default: as in the job file under flink, else as in the cluster
#   --overwrite       deletes the files of an earlier run in the output folders
#   --force           submits though a job of this name is on the cluster already
#   --wait-running    waits until the job has completed its first checkpoint; fails if it fails or restarts before
#   --wait            waits until the job ends
#   -D OPTION=VALUE   any Flink option of the job; overrides the job file
#
# Prints the job's id. Exit code: 0 submitted (with --wait: finished), 1 failed, 2 wrong usage, job file or ontology,
# or a job of this name is on the cluster already.
set -euo pipefail

script=$(readlink -f -- "${BASH_SOURCE[0]}")
. "${script%/*}/lib/common.sh"
. "$home/jobs/lib/flink.sh"

job_file=
detached=(-d)
wait_running=
options=()
arguments=()
while [ $# -gt 0 ]; do
    case $1 in
        --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
        -D?*) set -- -D "${1#-D}" "${@:2}" ;;
    esac
    case $1 in
        -h | --help)
            usage
            exit
            ;;
        --from | -p | --parallelism | -D)
            [ $# -gt 1 ] || misused "$1 needs a value; see $0 --help"
            ;;&
        --from)
            if [ "$2" = latest ]; then
                arguments+=(--from latest)
            else
                arguments+=(--from "$(absolute "$2")")
            fi
            shift
            ;;
        -p | --parallelism)
            options+=(-p "$2")
            shift
            ;;
        -D)
            [[ $2 == ?*=* ]] || misused "-D is '$2', expected OPTION=VALUE"
            options+=("-D$2")
            shift
            ;;
        --overwrite | --allow-removed | --force) arguments+=("$1") ;;
        --wait-running)
            wait_running=yes
            arguments+=(--wait-running)
            ;;
        --wait) detached=() ;;
        -*) misused "unknown option $1; see $0 --help" ;;
        *)
            [ -z "$job_file" ] || misused "one job file is expected, found '$job_file' and '$1'"
            job_file=$1
            ;;
    esac
    shift
done
[ -n "$job_file" ] || misused "a job file is expected; see $0 --help"
[ -z "$wait_running" ] || [ ${#detached[@]} -gt 0 ] || misused "--wait cannot be combined with --wait-running"

find_flink
submit=(run "${detached[@]}" "${options[@]}" "$home/target/kindred.jar" resolve "$job_file" "${arguments[@]}")
if [ ${#detached[@]} -eq 0 ]; then
    flink "${submit[@]}"
else
    code=0
    printed=$(flink "${submit[@]}") || code=$?
    sed -n 's/^Job has been submitted with JobID \([0-9a-f]*\)$/\1/p' <<<"$printed"
    exit "$code"
fi
