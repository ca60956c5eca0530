package io.kindred.flink.topology;

import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.temporal.Interval;
import io.kindred.testkit.AnswerRows;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.OutputParts;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SavepointHistory;
import io.kindred.testkit.SecretSearch;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What was erased is in no file of a canonical savepoint that was taken after that. */
@ExtendWith(SharedCluster.class)
class ErasedBytesITCase {

    /** Part of all that no other record has; digits are what is left of a number. */
    private static final SecretSearch SECRETS = new SecretSearch(List.of("zq7", "5550007771234"));

    private static final RecordIdentity ERASED =
            new RecordIdentity("person", "crm", "zq7-uid-of-the-erased");
    private static final RecordIdentity OTHER = new RecordIdentity("person", "erp", "other0");

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"changelog, 1", "changelog, 7", "final, 1"})
    void noFileHoldsItsUidOrWhatOnlyItHad(
            String output, int shards, @InjectMiniCluster MiniCluster cluster) throws Exception {
        TestJob job = job(output, shards);

        OpenEndedJob first = OpenEndedJob.start(cluster, job, 2);
        first.awaitEndOf("soon");
        first.awaitEndOf("queries ask");
        Path with = first.stop(SavepointFormatType.CANONICAL);
        assertThat(found(with)).containsAll(SECRETS.secrets());
        job.lines("later.jsonl", erasures())
                .source(Map.of("name", "later", "format", "record", "path", "later.jsonl"));
        OpenEndedJob second = OpenEndedJob.restore(cluster, job, 3, with);
        second.awaitEndOf("later");
        Path without = second.stop(SavepointFormatType.CANONICAL);
        assertThat(found(without)).isEmpty();
        OpenEndedJob third = OpenEndedJob.restore(cluster, job, 1, without);
        third.awaitEndOf("later");
        third.drain();

        assertThat(JobRun.outputs(job).assignments()).hasSize(12).doesNotContainKey(ERASED);
        assertThat(anySecretIn(OutputParts.rows(job.output("golden_values"))))
                .isEqualTo(output.equals("changelog"));
        // As in a topic when it is compacted: retracted rows have no values.
        assertThat(JobRun.outputs(job).goldenValues()).isNotEmpty();
        assertThat(anySecretIn(JobRun.outputs(job).goldenValues())).isFalse();
        assertThat(anySecretIn(OutputParts.rows(job.output("records"))))
                .isEqualTo(output.equals("changelog"));
        assertThat(JobRun.outputs(job).records()).hasSize(12);
        assertThat(anySecretIn(JobRun.outputs(job).records())).isFalse();
    }

    private static boolean anySecretIn(Collection<?> rows) {
        return rows.stream()
                .map(Object::toString)
                .anyMatch(row -> SECRETS.secrets().stream().anyMatch(row::contains));
    }

    private TestJob job(String output, int shards) {
        Map<String, Object> sinks = new HashMap<>(SavepointHistory.sinks());
        sinks.put("golden_values", Map.of("type", "files", "path", "out/golden_values"));
        sinks.put("records", Map.of("type", "files", "path", "out/records"));
        sinks.put("answers", Map.of("type", "files", "path", "out/answers"));
        return new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                .with("output", output)
                .with("shards", shards)
                // Rows of several shards are else retracted only after a while.
                .with("withdrawal_delay_ms", 0)
                .with("batch", Map.of("records", 3))
                .with("sinks", sinks)
                .with(
                        "flink",
                        Map.of("state.backend.rocksdb.compression.per.level", "NO_COMPRESSION"))
                .lines("ask.jsonl", List.of(AnswerRows.question("q1", ERASED)))
                .with(
                        "queries",
                        List.of(Map.of("type", "files", "name", "ask", "path", "ask.jsonl")))
                .lines("soon.jsonl", records())
                .source(Map.of("name", "soon", "format", "record", "path", "soon.jsonl"));
    }

    /** Shared and own values, two versions, conflicts, a generic key, and decisions. */
    private static List<String> records() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            RecordIdentity other = new RecordIdentity("person", "erp", "other" + i);
            lines.add(record(other, 1, "email=shared@x.org", "phone=555-9", "ssn=s" + i % 3));
        }
        lines.add(
                record(
                        ERASED,
                        1,
                        "email=zq7first@x.org",
                        "name=zq7 first name",
                        "city=zq7 first city",
                        "ssn=zq7 first ssn"));
        lines.add(
                record(
                        ERASED,
                        2,
                        "email=shared@x.org",
                        "email=zq7own@x.org",
                        "phone=555-9",
                        "phone=5550007771234",
                        "name=zq7 name",
                        "city=zq7 city",
                        "ssn=zq7 ssn"));
        lines.add(decision(1, Verdict.DIFFERENT, "zq7-uid-of-the-erased is another"));
        lines.add(decision(2, Verdict.SAME, "zq7-uid-of-the-erased is zq7 name"));
        return lines;
    }

    /** A delete after it, and a decision that was late, change nothing. */
    private static List<String> erasures() {
        return List.of(
                RecordJson.line(SourceRecord.erase(ERASED, OptionalLong.of(3))),
                RecordJson.line(SourceRecord.delete(ERASED, OptionalLong.of(4))),
                decision(3, Verdict.DIFFERENT, "zq7-uid-of-the-erased again"));
    }

    private static String decision(long version, Verdict verdict, String reason) {
        return RecordJson.line(
                Decision.about(
                        ERASED, OTHER, OptionalLong.of(version), Op.UPSERT, verdict, reason));
    }

    private static String record(RecordIdentity identity, long version, String... values) {
        List<Descriptor> descriptors = new ArrayList<>();
        for (String value : values) {
            int sign = value.indexOf('=');
            descriptors.add(
                    new Descriptor(
                            value.substring(0, sign), value.substring(sign + 1), Interval.ALWAYS));
        }
        return RecordJson.line(
                SourceRecord.upsert(identity, OptionalLong.of(version), descriptors));
    }

    /** Which secrets are in the files of a savepoint. */
    private static Set<String> found(Path savepoint) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(savepoint)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.add(Files.readAllBytes(file));
            }
        }
        return SECRETS.in(contents);
    }
}
