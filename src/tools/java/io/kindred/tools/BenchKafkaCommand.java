package io.kindred.tools;

import io.kindred.tools.kafka.KafkaBench;
import io.kindred.tools.kafka.LatencyReport;
import io.kindred.tools.kafka.QuestionSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.Optional;

/** Benchmarks a job on a cluster from Kafka to Kafka. */
@Command(
        name = "bench-kafka",
        description = {
            "Measure the throughput and latency of a running job: send generated records to its input"
                    + " topic and wait until each is in a committed entity.",
            "Optionally also measure the latency of queries, by value and by record in turn.",
            "jobs/bench-kafka.sh starts everything that is needed."
        },
        footer = {
            "",
            "Example: bench-kafka --bootstrap-servers 127.0.0.1:9092 --input records --entities"
                    + " entities --records 60000 --rate 1000",
            "Exit code: 0 done, 1 the job does not keep up or run, 2 wrong usage."
        })
public final class BenchKafkaCommand extends AbstractTool {

    private static final int MOST_RECORDS = 100_000_000;

    /** The longest deadline of a question, in seconds. */
    private static final int MOST_PATIENCE = 3600;

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
            description = "input topic of the job, in the record format")
    private String input = "";

    @Option(
            names = "--entities",
            required = true,
            paramLabel = "TOPIC",
            description = "topic of the job's entities")
    private String entities = "";

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "number of records, 1 to 100000000")
    private int records = 60_000;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "records per second; 0: as fast as the broker accepts them")
    private double rate = 1000;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "seconds to wait for the next entity or answer, 1 to 3600")
    private int patience = 60;

    @Option(
            names = "--questions-per-second",
            paramLabel = "N",
            description = "queries per second while records are sent; 0: none")
    private double questionsPerSecond;

    @Option(names = "--questions", paramLabel = "TOPIC", description = "topic of the job's queries")
    private Optional<String> questions = Optional.empty();

    @Option(names = "--answers", paramLabel = "TOPIC", description = "topic of the job's answers")
    private Optional<String> answers = Optional.empty();

    /** Called by picocli. */
    public BenchKafkaCommand() {}

    @Override
    public Integer call() throws Exception {
        check(records >= 1 && records <= MOST_RECORDS, "--records is " + records, "1 to 100000000");
        check(rate >= 0, "--rate is " + rate, "0 or greater");
        check(
                patience >= 1 && patience <= MOST_PATIENCE,
                "--patience is " + patience,
                "1 to " + MOST_PATIENCE);
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
        LatencyReport report = questionsPerSecond == 0 ? bench.run() : bench.run(asked());
        out().print(report.text());
        out().flush();
        return 0;
    }

    private QuestionSettings asked() {
        return new QuestionSettings(
                topic(questions, "--questions"),
                topic(answers, "--answers"),
                questionsPerSecond,
                Duration.ofSeconds(patience));
    }

    private String topic(Optional<String> given, String option) {
        return given.orElseThrow(
                () -> wrong(option + " is missing, expected a topic to ask questions"));
    }
}
