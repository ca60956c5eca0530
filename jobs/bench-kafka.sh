#!/usr/bin/env bash
# Measures a job from Kafka to Kafka on this machine: the latency from a record to its entity for readers of committed
# messages, the throughput, and the latency of answers to concurrent questions. Starts a broker and a cluster, and
# stops them at the end.
#
#   jobs/bench-kafka.sh [options]
#
#   --records N                  number of records; default 60000
#   --rate N                     records per second; 0: as fast as possible; default 1000
#   --warm-up N                  records that are sent before, at 2000 per second, without measuring; default 20000
#   --questions-per-second N     questions about known records, alternately by value and by record; default 0
#   --answer-delivery D          at_least_once: answers are visible at once; or exactly_once: with the next
#                                checkpoint; default at_least_once
#   --shards N                   shards of the job; default 1
#   --checkpoint-interval MS     in milliseconds; default 1000
#   -p N                         parallelism; default 2
#   --task-manager-memory SIZE   memory of the task manager; default 2g
#   -D OPTION=VALUE              any Flink option of the cluster
#
# Ports are 29092 to 29095. Logs and state are in run/bench-kafka.
set -euo pipefail

script=$(readlink -f -- "${BASH_SOURCE[0]}")
. "${script%/*}/lib/common.sh"
. "$home/jobs/lib/processes.sh"

records=60000
rate=1000
warm_up=20000
interval=1000
questions=0
delivery=at_least_once
shards=1
parallelism=2
memory=2g
settings=()
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            usage
            exit
            ;;
        --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
        -D?*) set -- -D "${1#-D}" "${@:2}" ;;
    esac
    [ $# -gt 1 ] || misused "$1 needs a value, or is no option; see $0 --help"
    case $1 in
        --records) records=$2 ;;
        --rate) rate=$2 ;;
        --warm-up) warm_up=$2 ;;
        --checkpoint-interval)
            is_number "$2" 10 999999 || misused "--checkpoint-interval is '$2', expected 10 to 999999"
            interval=$2
            ;;
        --questions-per-second) questions=$2 ;;
        --answer-delivery)
            case $2 in
                at_least_once | exactly_once) delivery=$2 ;;
                *) misused "--answer-delivery is '$2', expected at_least_once or exactly_once" ;;
            esac
            ;;
        --shards)
            is_number "$2" 1 32768 || misused "--shards is '$2', expected 1 to 32768"
            shards=$2
            ;;
        -p)
            is_number "$2" 1 720 || misused "-p is '$2', expected 1 to 720"
            parallelism=$2
            ;;
        --task-manager-memory) memory=$2 ;;
        -D) settings+=(-D "$2") ;;
        *) misused "unknown option $1; see $0 --help" ;;
    esac
    shift 2
done

export KINDRED_RUN=$run/bench-kafka
servers=127.0.0.1:29092
folder=$KINDRED_RUN/job
log=$KINDRED_RUN/started.log

finish() {
    "$home/jobs/cluster.sh" stop || true
    "$home/jobs/kafka.sh" stop || true
} >>"$log" 2>&1

rm -rf -- "$folder" "$KINDRED_RUN/kafka/data" "$KINDRED_RUN/checkpoints" "$KINDRED_RUN/savepoints"
mkdir -p -- "$folder"
: >"$log"
trap finish EXIT

echo "Starting a broker and a cluster…" >&2
{
    "$home/jobs/kafka.sh" start --port 29092 --controller-port 29093
    "$home/jobs/cluster.sh" start --port 29094 --rpc-port 29095 --task-managers 1 --slots "$parallelism" \
        --job-manager-memory 768m --task-manager-memory "$memory" \
        -D execution.checkpointing.min-pause=0ms "${settings[@]}"
    "$home/jobs/kafka.sh" topic records --partitions "$parallelism"
    for output in entities assignments conflicts questions answers; do
        "$home/jobs/kafka.sh" topic "$output" --partitions "$parallelism"
    done
} >>"$log" || fail "cannot start the broker or the cluster, see above and $log"

cat >"$folder/ontology.yaml" <<'END'
entity_types:
  person:
    identity_keys:
      - {name: email, attributes: [email]}
      - {name: name_birth, attributes: [last_name, date_of_birth, first_name]}
      - {name: phone, attributes: [phone]}
    attributes:
      email: {normalize: [trim, lowercase], cardinality: many}
      phone: {normalize: [alphanumeric], cardinality: many}
END
asked=
if [ "$questions" != 0 ]; then
    asked="  answers: {type: kafka, topic: answers, delivery: $delivery}
queries:
  - {type: kafka, name: questions, topic: questions}"
fi
cat >"$folder/job.yaml" <<END
name: bench-kafka
ontology: ontology.yaml
shards: $shards
kafka: {bootstrap_servers: $servers}
sources:
  - {type: kafka, name: records, topic: records, format: record}
sinks:
  entities: {type: kafka, topic: entities}
  assignments: {type: kafka, topic: assignments}
  conflicts: {type: kafka, topic: conflicts}
$asked
checkpoint_interval_ms: $interval
END
"$home/jobs/submit.sh" "$folder/job.yaml" -p "$parallelism" >>"$log" || fail "cannot submit the job, see above"

bench() {
    "$home/jobs/lib/kindred.sh" bench-kafka --bootstrap-servers "$servers" --input records --entities entities \
        --questions questions --answers answers --questions-per-second "$questions" "$@"
}
if [ "$warm_up" != 0 ]; then
    echo "Warming up with $warm_up records…" >&2
    bench --records "$warm_up" --rate 2000 >>"$log"
fi
echo "Measuring $records records and $questions questions a second…" >&2
bench --records "$records" --rate "$rate"
