package io.kindred.tools;

import io.kindred.tools.kafka.KafkaBench;
import io.kindred.tools.kafka.LatencyReport;
import io.kindred.tools.kafka.QuestionSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.Optional;

/** Benchmarks a job that runs on a cluster and reads from and writes to Kafka. */
@Command(
        name = "bench-kafka",
        description = {
            "Measure the throughput and latency of a running job. The command sends generated records"
                    + " to the input topic and waits until each record is in a committed entity.",
            "It can also measure the latency of queries, alternately by value and by record.",
            "jobs/bench-kafka.sh starts the broker, the cluster and the job."
        },
        footer = {
            "",
            "Example: bench-kafka --bootstrap-servers 127.0.0.1:9092 --input records --entities"
                    + " entities --records 60000 --rate 1000",
            "Exit code: 0 done, 1 the job is too slow or not running, 2 wrong usage."
        })
public final class BenchKafkaCommand extends AbstractTool {

    private static final int MAX_RECORDS = 100_000_000;

    /** The longest deadline of a query, in seconds. */
    private static final int MAX_PATIENCE_SECONDS = 3600;

    @Option(
            names = "--bootstrap-servers",
            required = true,
            paramLabel = "HOST:PORT",
            description = "addresses of the Kafka brokers")
    private String servers = "";

    @Option(
            names = "--input",
            required = true,
            paramLabel = "TOPIC",
            description = "input topic of the job; records are sent in the record format")
    private String input = "";

    @Option(
            names = "--entities",
            required = true,
            paramLabel = "TOPIC",
            description = "topic that the job writes entities to")
    private String entities = "";

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "number of records, 1 to 100000000")
    private int records = 60_000;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "records to send per second; 0: as fast as the broker accepts them")
    private double rate = 1000;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "most seconds to wait for the next entity or answer, 1 to 3600")
    private int patience = 60;

    @Option(
            names = "--questions-per-second",
            paramLabel = "N",
            description = "queries to send per second while records are sent; 0: none")
    private double questionsPerSecond;

    @Option(
            names = "--questions",
            paramLabel = "TOPIC",
            description = "topic that the job reads queries from")
    private Optional<String> questions = Optional.empty();

    @Option(
            names = "--answers",
            paramLabel = "TOPIC",
            description = "topic that the job writes answers to")
    private Optional<String> answers = Optional.empty();

    /** Called by picocli. */
    public BenchKafkaCommand() {}

    @Override
    public Integer call() throws Exception {
        check(records >= 1 && records <= MAX_RECORDS, "--records is " + records, "1 to 100000000");
        check(rate >= 0, "--rate is " + rate, "0 or greater");
        check(
                patience >= 1 && patience <= MAX_PATIENCE_SECONDS,
                "--patience is " + patience,
                "1 to " + MAX_PATIENCE_SECONDS);
        check(
                questionsPerSecond >= 0 && questionsPerSecond < Double.POSITIVE_INFINITY,
                "--questions-per-second is " + questionsPerSecond,
                "0 or greater");
        KafkaBench.Settings settings =
                new KafkaBench.Settings(
                        records,
                        rate == 0 ? Double.POSITIVE_INFINITY : rate,
                        Duration.ofSeconds(patience));
        KafkaBench bench = new KafkaBench(servers, input, entities, settings);
        LatencyReport report =
                questionsPerSecond == 0 ? bench.run() : bench.run(questionSettings());
        out().print(report.text());
        out().flush();
        return 0;
    }

    private QuestionSettings questionSettings() {
        return new QuestionSettings(
                topic(questions, "--questions"),
                topic(answers, "--answers"),
                questionsPerSecond,
                Duration.ofSeconds(patience));
    }

    private String topic(Optional<String> given, String option) {
        return given.orElseThrow(
                () ->
                        invalidUsage(
                                option
                                        + " is missing, expected a topic because --questions-per-second is given"));
    }
}
