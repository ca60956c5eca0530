#!/usr/bin/env bash
# Runs a Kafka broker on this machine, for experiments and tests: one process, without replication. It listens
# on 127.0.0.1 only. Its libraries are downloaded from Maven Central the first time.
#
#   jobs/kafka.sh start [--port N] [--controller-port N] [--heap SIZE]    default: 9092, 9093, 512m
#   jobs/kafka.sh status               shows whether it is running; exit code 0 if it is, else 3
#   jobs/kafka.sh stop
#   jobs/kafka.sh topic NAME [--partitions N] [--compact]   creates a topic unless it exists; default: 1
#   jobs/kafka.sh produce TOPIC        sends the lines of standard input
#   jobs/kafka.sh consume TOPIC        prints committed messages, from the beginning and as they arrive; options of
#                                      kafka-console-consumer may follow
#
# Topics, log and configuration are in the folder run/kafka (or KINDRED_RUN/kafka).
set -euo pipefail

script=$(readlink -f -- "${BASH_SOURCE[0]}")
. "${script%/*}/lib/common.sh"
. "$home/jobs/lib/processes.sh"

kafka=$run/kafka
pids=$kafka/pids
logs=$kafka/logs
libraries=$home/target/kafka
server=$kafka/server.properties

# --- Libraries and tools ---

are_libraries_there() {
    [ -f "$libraries/complete" ] && [ ! "$home/jobs/lib/kafka/pom.xml" -nt "$libraries/complete" ]
}

need_libraries() {
    are_libraries_there || alone fetch_libraries
}

fetch_libraries() {
    if are_libraries_there; then
        return
    fi
    need_maven "Kafka's libraries have not been downloaded"
    echo "Downloading Kafka (once)…" >&2
    rm -rf -- "$libraries"
    quiet_mvn -f "$home/jobs/lib/kafka/pom.xml" "-Dbroker.libraries=$libraries" package >&2 ||
        fail "Kafka's libraries cannot be downloaded, see above"
    touch -- "$libraries/complete"
}

# kafka_tool CLASS ARGUMENT...
kafka_tool() {
    "$java" -Xmx256m "-Dlog4j2.configurationFile=$home/conf/log4j2-client.properties" -cp "$libraries/*" "$@"
}

setting() {
    if [ -f "$server" ]; then
        sed -n "s/^$1=//p" "$server"
    fi
}

bootstrap() {
    setting advertised.listeners | sed 's/.*:\/\///'
}

need_broker() {
    is_running broker || fail "no broker runs in $kafka; start one with jobs/kafka.sh start"
    find_java
    need_libraries
}

# --- Commands ---

configure() {
    mkdir -p -- "$kafka"
    cat >"$server" <<END
# Written by jobs/kafka.sh start.
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller_port
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller_port
advertised.listeners=PLAINTEXT://127.0.0.1:$port
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs=$kafka/data
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
# Transactions must stay open for a checkpoint interval plus the longest outage.
transaction.max.timeout.ms=3600000
group.initial.rebalance.delay.ms=0
END
}

# Formats the data folder of a new broker; that of an earlier one is reused.
format() {
    if [ -f "$kafka/data/meta.properties" ]; then
        return
    fi
    local printed
    printed=$(kafka_tool kafka.tools.StorageTool format -t "$(kafka_tool kafka.tools.StorageTool random-uuid)" \
        -c "$server" 2>&1) || fail "cannot format $kafka/data: $printed"
}

start() {
    local port='' controller_port='' heap=512m
    while [ $# -gt 0 ]; do
        case $1 in
            --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
        esac
        [ $# -gt 1 ] || misused "$1 needs a value, or is no option of start; see $0 --help"
        case $1 in
            --port)
                is_number "$2" 1 65535 || misused "--port is '$2', expected 1 to 65535"
                port=$2
                ;;
            --controller-port)
                is_number "$2" 1 65535 || misused "--controller-port is '$2', expected 1 to 65535"
                controller_port=$2
                ;;
            --heap)
                [[ $2 =~ ^[0-9]+[kmgKMG]$ ]] || misused "--heap is '$2', expected a size such as 512m"
                heap=$2
                ;;
            *) misused "unknown option $1 of start; see $0 --help" ;;
        esac
        shift 2
    done
    if is_running broker; then
        if [ -n "$port" ] && [ "127.0.0.1:$port" != "$(bootstrap)" ]; then
            fail "the broker runs on $(bootstrap); stop it before you start it with --port"
        fi
        status
        return
    fi
    find_java
    need_libraries
    local before
    before=$(bootstrap)
    port=${port:-${before##*:}}
    port=${port:-9092}
    before=$(setting controller.quorum.voters)
    controller_port=${controller_port:-${before##*:}}
    controller_port=${controller_port:-9093}
    need_port "$port" --port
    need_port "$controller_port" --controller-port
    configure
    format
    start_process broker "-Xmx$heap" -XX:+UseG1GC -cp "$libraries/*" kafka.Kafka "$server"
    local deadline=$((SECONDS + 180))
    until grep -qs 'Kafka Server started' "$logs/broker.log" && is_listening "$port"; do
        is_running broker || fail_started broker "did not start"
        [ "$SECONDS" -lt "$deadline" ] || fail "the broker does not answer after three minutes; see $logs/broker.log"
        sleep 0.2
    done
    status
}

status() {
    local pid
    if pid=$(pid_of broker); then
        printf '%-15s runs, process %s\n' broker "$pid"
        printf '%-15s %s\n' bootstrap "$(bootstrap)"
    else
        echo "no broker runs in $kafka"
        return 3
    fi
}

stop() {
    if ! is_running broker; then
        echo "no broker runs in $kafka"
        return
    fi
    stop_processes 30 broker
    echo "the broker has ended"
}

topic() {
    local name='' partitions=1 configs=()
    while [ $# -gt 0 ]; do
        case $1 in
            --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
        esac
        case $1 in
            --partitions)
                [ $# -gt 1 ] && is_number "$2" 1 10000 || misused "--partitions is '${2:-}', expected 1 to 10000"
                partitions=$2
                shift
                ;;
            --compact) configs=(--config cleanup.policy=compact) ;;
            -*) misused "unknown option $1 of topic; see $0 --help" ;;
            *)
                [ -z "$name" ] || misused "one topic is expected, found '$name' and '$1'"
                name=$1
                ;;
        esac
        shift
    done
    [ -n "$name" ] || misused "the name of a topic is expected; see $0 --help"
    need_broker
    kafka_tool org.apache.kafka.tools.TopicCommand --bootstrap-server "$(bootstrap)" --create --if-not-exists \
        --topic "$name" --partitions "$partitions" --replication-factor 1 "${configs[@]}" >&2
}

produce() {
    [ $# -eq 1 ] || misused "the name of a topic is expected; see $0 --help"
    need_broker
    kafka_tool org.apache.kafka.tools.ConsoleProducer --bootstrap-server "$(bootstrap)" --topic "$1"
}

consume() {
    [ $# -ge 1 ] || misused "the name of a topic is expected; see $0 --help"
    need_broker
    local topic=$1
    shift
    kafka_tool org.apache.kafka.tools.consumer.ConsoleConsumer --bootstrap-server "$(bootstrap)" --topic "$topic" \
        --from-beginning --isolation-level read_committed "$@"
}

command=${1:---help}
[ $# -eq 0 ] || shift
case $command in
    start | topic | produce | consume) "$command" "$@" ;;
    status | stop)
        [ $# -eq 0 ] || misused "$command takes no options"
        "$command"
        ;;
    -h | --help) usage ;;
    *) misused "unknown command '$command', expected start, status, stop, topic, produce or consume" ;;
esac
