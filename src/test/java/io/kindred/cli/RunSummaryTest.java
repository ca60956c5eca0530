package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.operator.ShardCounts;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.testkit.TestJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class RunSummaryTest {

    private static final String ONTOLOGY =
            "{entity_types: {person: {identity_keys: [{name: email, attributes: [email]}]}}}";

    @TempDir private Path folder;

    @Test
    void saysWhatWasCountedAndWhereTheOutputsAre() throws Exception {
        JobConfig config = job().config();

        assertThat(summary(config, counts()))
                .containsExactly(
                        "people: done in 2.5 s (4,000 records/s)",
                        "",
                        "  records read           10,000",
                        "  dead letters                3",
                        "  accepted                  100   (200 replayed, 300 outdated, 400 deleted)",
                        "  records                   500",
                        "  entities                  600",
                        "  conflicts                 700",
                        "  generic keys              800",
                        "",
                        "  entities       " + folder.resolve("out/entities"),
                        "  assignments    " + folder.resolve("out/assignments"),
                        "  conflicts      " + folder.resolve("out/conflicts"),
                        "  generic keys   " + folder.resolve("out/generic_keys"),
                        "  dead letters   " + folder.resolve("out/dead_letters"));
    }

    @Test
    void saysHowToSeeDeadLettersThatHaveNoSink() throws Exception {
        JobConfig config =
                job().with("sinks", Map.of("entities", Map.of("type", "files", "path", "out")))
                        .config();
        Map<String, Object> none = new HashMap<>(counts());
        none.put(DecodeFunction.DEAD_LETTERS_COUNT, 0L);

        assertThat(summary(config, counts()))
                .contains(
                        "  dead letters                3   (add a dead_letters sink to see them)");
        assertThat(summary(config, none)).contains("  dead letters                0");
    }

    private TestJob job() throws Exception {
        Files.createDirectories(folder.resolve("in"));
        return new TestJob(folder, ONTOLOGY).with("name", "people").records("in");
    }

    private static Map<String, Object> counts() {
        return Map.of(
                DecodeFunction.RECORDS_READ,
                10_000L,
                DecodeFunction.DEAD_LETTERS_COUNT,
                3L,
                ShardCounts.name(Count.ACCEPTED),
                100L,
                ShardCounts.name(Count.REPLAYED),
                200L,
                ShardCounts.name(Count.OUTDATED),
                300L,
                ShardCounts.name(Count.DELETED),
                400L,
                ShardCounts.name(Count.RECORDS),
                500L,
                ShardCounts.name(Count.ENTITIES),
                600L,
                ShardCounts.name(Count.CONFLICTS),
                700L,
                ShardCounts.name(Count.GENERIC_KEYS),
                800L);
    }

    private static List<String> summary(JobConfig config, Map<String, Object> counted) {
        StringWriter text = new StringWriter();
        new RunSummary(config, new JobCounts(counted), Duration.ofMillis(2_500))
                .print(new PrintWriter(text));
        return text.toString().lines().toList();
    }
}
