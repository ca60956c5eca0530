package io.kindred.tools;

import io.kindred.cli.CommandRun;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.topology.JobGraphBuilder;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.KafkaBroker;
import io.kindred.testkit.KafkaOutputTopics;
import io.kindred.testkit.SharedBroker;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SharedCluster.class)
class BenchKafkaITCase {

    private static final String INPUT = "in";
    private static final String QUESTIONS = "questions";
    private static final String ANSWERS = "answers";

    private static final KafkaBroker BROKER = SharedBroker.get();
    private static KafkaOutputTopics outputs;

    @TempDir private Path folder;

    @BeforeAll
    static void createTopics() throws Exception {
        BROKER.create(INPUT, 2);
        BROKER.create(QUESTIONS, 2);
        BROKER.create(ANSWERS, 2);
        outputs = KafkaOutputTopics.create(BROKER, "out", 2);
    }

    @Test
    void tellsHowLongRecordsTookToBeSeenInEntities() throws Exception {
        JobClient job = start();
        try {
            CommandRun atARate = bench("--records", "500", "--rate", "2000");
            assertThat(atARate.err()).isEmpty();
            assertThat(atARate.exitCode()).isZero();
            assertThat(atARate.out())
                    .containsPattern("records +500\n")
                    .containsPattern("sent +[0-9,]+ records/s\n")
                    .containsPattern("seen in entities +[0-9,]+ records/s\n")
                    .containsPattern("latency p50 +[0-9,]+ ms\n")
                    .containsPattern("latency p99 +[0-9,]+ ms\n")
                    .containsPattern("latency max +[0-9,]+ ms\n");
            assertThat(milliseconds(atARate, "p50"))
                    .isLessThanOrEqualTo(milliseconds(atARate, "p99"));
            assertThat(milliseconds(atARate, "p99"))
                    .isLessThanOrEqualTo(milliseconds(atARate, "max"));

            // Records of an earlier measurement are none of its own.
            CommandRun atOnce = bench("--records", "300", "--rate", "0");
            assertThat(atOnce.exitCode()).as(atOnce.err()).isZero();
            assertThat(atOnce.out()).containsPattern("records +300\n");
        } finally {
            job.cancel().get();
        }
    }

    @Test
    void tellsHowLongAnswersTookToBeSeen() throws Exception {
        JobClient job = start();
        try {
            CommandRun run =
                    bench(
                            "--records",
                            "1000",
                            "--rate",
                            "500",
                            "--questions",
                            QUESTIONS,
                            "--answers",
                            ANSWERS,
                            "--questions-per-second",
                            "50");
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out())
                    .containsPattern("records +1,000\n")
                    .containsPattern("timed out +0\n")
                    .containsPattern("by value p50 +[0-9,]+ ms\n")
                    .containsPattern("by value p99 +[0-9,]+ ms\n")
                    .containsPattern("by value max +[0-9,]+ ms\n")
                    .containsPattern("by record p50 +[0-9,]+ ms\n")
                    .containsPattern("by record p99 +[0-9,]+ ms\n")
                    .containsPattern("by record max +[0-9,]+ ms\n");
            // They are about records that had been seen in an entity.
            assertThat(figure(run, "questions")).isPositive();
            assertThat(figure(run, "found")).isEqualTo(figure(run, "questions"));
        } finally {
            job.cancel().get();
        }
    }

    @Test
    void givesUpOnAJobThatDoesNotRun() {
        CommandRun run = bench("--records", "3", "--patience", "1");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("3 of 3 records are missing in topic " + outputs.topic("entities"))
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "--records, 0",
        "--records, 100000001",
        "--rate, -1",
        "--patience, 0",
        "--patience, 3601",
        "--questions-per-second, -1"
    })
    void refusesWrongValues(String option, String value) {
        CommandRun run = bench(option, value);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(option + " is " + value).contains("expected");
    }

    private static CommandRun bench(String... options) {
        String[] all = new String[options.length + 7];
        all[0] = "bench-kafka";
        all[1] = "--bootstrap-servers";
        all[2] = BROKER.servers();
        all[3] = "--input";
        all[4] = INPUT;
        all[5] = "--entities";
        all[6] = outputs.topic("entities");
        System.arraycopy(options, 0, all, 7, options.length);
        return CommandRun.of(KindredTools.commandLine(), all);
    }

    @Test
    void asksForTheTopicsOfQuestions() {
        assertThat(bench("--questions-per-second", "1", "--answers", ANSWERS).err())
                .contains("--questions is missing, expected a topic");
        assertThat(bench("--questions-per-second", "1", "--questions", QUESTIONS).err())
                .contains("--answers is missing, expected a topic");
    }

    private static long figure(CommandRun run, String name) {
        return run.out()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long milliseconds(CommandRun run, String figure) {
        return run.out()
                .lines()
                .filter(line -> line.startsWith("latency " + figure))
                .map(line -> line.replaceAll("[^0-9]", ""))
                // The digits of p50 and p99 themselves come first.
                .map(digits -> digits.substring(figure.replaceAll("[^0-9]", "").length()))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> sinks() {
        Map<String, Object> sinks = outputs.sinks(Map.of());
        sinks.put(
                "answers", Map.of("type", "kafka", "topic", ANSWERS, "delivery", "at_least_once"));
        return sinks;
    }

    private JobClient start() throws Exception {
        TestJob job =
                new TestJob(
                                folder,
                                "entity_types: {person: {identity_keys: [{name: email, attributes:"
                                        + " [email]}, {name: phone, attributes: [phone]}]}}")
                        .with("kafka", Map.of("bootstrap_servers", BROKER.servers()))
                        .source(
                                Map.of(
                                        "type", "kafka", "name", "in", "topic", INPUT, "format",
                                        "record"))
                        .with("sinks", sinks())
                        .with("queries", List.of(Map.of("type", "kafka", "topic", QUESTIONS)))
                        .with("batch", Map.of("records", 100, "interval_ms", 20));
        JobConfig config = job.config();
        StreamExecutionEnvironment env = JobRun.environment(config, SharedCluster.PARALLELISM);
        JobGraphBuilder.build(env, config);
        return env.executeAsync(config.name());
    }
}
