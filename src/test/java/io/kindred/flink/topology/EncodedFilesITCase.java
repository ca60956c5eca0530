package io.kindred.flink.topology;

import io.kindred.codec.OntologyReader;
import io.kindred.flink.config.JobConfig;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Files as spreadsheets write them, read by a job that fails at random. */
@ExtendWith(SharedCluster.class)
class EncodedFilesITCase {

    private static final long SEED = 71;
    private static final int PEOPLE = 900;
    private static final int FAILURES = 3;

    private static final String ONTOLOGY =
            """
            entity_types:
              person:
                identity_keys:
                  - {name: phone, attributes: [phone]}
                attributes:
                  phone: {normalize: [digits], nulls: [common], cardinality: many}
                  name: {normalize: [full_width, zero_width, trim, lowercase]}
            """;

    @TempDir private Path folder;

    private final Random random = new Random(SEED);
    private final List<SourceRecord> records = new ArrayList<>();

    @Test
    void splitCellsOfAllEncodingsAreReadOnceThoughTheJobFails() throws Exception {
        TestJob job =
                new TestJob(folder, ONTOLOGY)
                        .with("batch", Map.of("records", 20, "interval_ms", 50))
                        .with("checkpoint_interval_ms", 30)
                        .restarting()
                        .write("ansi/a.csv", withBytesThatAreNone(csv("a", "windows-1252", "")))
                        .write("ansi/b.csv", csv("b", "windows-1252", ""))
                        .write("ansi/c.csv", csv("c", "UTF-16LE", "\ufeff"))
                        .write("wide/d.csv", csv("d", "UTF-16BE", ""));
        job.source(source("ansi", "windows-1252")).source(source("wide", "utf-16"));
        try (Disturbance failures = new Disturbance("encoded files", SEED, FAILURES)) {
            JobConfig config = job.config();
            StreamExecutionEnvironment env = JobRun.environment(config, 2, new Configuration());
            JobGraphBuilder.build(env, config, failures::disturb);
            env.execute(config.name());

            assertThat(failures.failuresLeft()).isZero();
            assertThat(failures.restores()).isGreaterThanOrEqualTo(FAILURES);
        }
        FoldedOutputs outputs = JobRun.outputs(job);
        assertThat(outputs.result())
                .as("seed %d", SEED)
                .isEqualTo(
                        new Oracle(
                                        OntologyReader.read("ontology.yaml", ONTOLOGY),
                                        Timeline.INTEGER,
                                        records)
                                .result());
        assertThat(outputs.deadLetters())
                .hasSize(1)
                .allSatisfy(
                        row ->
                                assertThat(row.toString())
                                        .contains("not windows-1252 at character 3"));
    }

    private Map<String, Object> source(String path, String encoding) {
        return Map.of(
                "name", path,
                "path", path,
                "order", "any",
                "format", "csv",
                "encoding", encoding,
                "comment", "#",
                "entity_type", "person",
                "perspective", "crm",
                "uid", "id",
                "attributes",
                        Map.of(
                                "name",
                                "name",
                                "phone",
                                List.of("phone1", Map.of("column", "phone2", "split", ";"))));
    }

    /** A file, whose records are expected. */
    private byte[] csv(String prefix, String charset, String mark) {
        StringBuilder text = new StringBuilder(mark).append("sep=|\r\n# of ").append(prefix);
        text.append("\r\nid|name|phone1|phone2\r\n");
        for (int i = 0; i < PEOPLE / 3; i++) {
            String name =
                    List.of("Jos\u00e9", "Zo\u00eb M\u00fcller", "\u00d8re\u00f1").get(i % 3) + i;
            List<String> cells = new ArrayList<>();
            for (int cell = 0; cell < 3; cell++) {
                String phone = random.nextInt(4) == 0 ? "N/A" : "+44 " + random.nextInt(2 * PEOPLE);
                cells.add(phone);
            }
            text.append(prefix).append(i).append('|').append(name).append('|');
            text.append(cells.get(0)).append("|\"").append(cells.get(1)).append(" ;; ");
            text.append(cells.get(2)).append("\"\r\n");
            List<Descriptor> descriptors = new ArrayList<>();
            descriptors.add(new Descriptor("name", name, Interval.ALWAYS));
            cells.forEach(
                    phone -> descriptors.add(new Descriptor("phone", phone, Interval.ALWAYS)));
            records.add(
                    SourceRecord.upsert(
                            new RecordIdentity("person", "crm", prefix + i),
                            OptionalLong.empty(),
                            descriptors));
        }
        return text.toString().getBytes(Charset.forName(charset));
    }

    /** With one more row, which has a byte that is no character. */
    private static byte[] withBytesThatAreNone(byte[] csv) {
        byte[] row = "x|?|1|2\r\n".getBytes(Charset.forName("windows-1252"));
        row[2] = (byte) 0x81;
        byte[] all = new byte[csv.length + row.length];
        System.arraycopy(csv, 0, all, 0, csv.length);
        System.arraycopy(row, 0, all, csv.length, row.length);
        return all;
    }
}
