package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.codec.OntologyReader;
import io.kindred.flink.config.JobConfig;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.PeopleRows;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.util.Utf8;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files of Parquet and Avro, through failures. */
@ExtendWith(SharedCluster.class)
class RowFilesJobITCase {

    private static final int VERSIONS = 600;
    private static final int FAILURES = 2;
    private static final long SEED = 81;

    @TempDir private Path folder;

    @Test
    void endsAsTheOracleSaysThoughItFails() throws Exception {
        List<SourceRecord> records = PeopleRows.versions(SEED, VERSIONS);
        for (String perspective : List.of("crm", "erp", "web")) {
            write(perspective, PeopleRows.of(records, perspective));
        }
        JobConfig config =
                job().source(source("crm", "parquet", "strict"))
                        .source(source("erp", "avro", "strict"))
                        .source(source("web", "avro", "any"))
                        .config();
        try (Disturbance failures = new Disturbance("row-files", SEED, FAILURES)) {
            StreamExecutionEnvironment env =
                    JobRun.environment(config, SharedCluster.PARALLELISM, new Configuration());
            JobGraphBuilder.build(env, config, failures::disturb);

            env.execute("row-files");

            assertThat(failures.failuresLeft()).isZero();
        }
        FoldedOutputs folded = FoldedOutputs.read(config);
        assertThat(folded.result())
                .isEqualTo(
                        new Oracle(
                                        OntologyReader.read(
                                                "ontology.yaml", CollidingPeople.ONTOLOGY),
                                        Timeline.INTEGER,
                                        records)
                                .result());
        assertThat(folded.deadLetters()).isEmpty();
    }

    @Test
    void aRowWithATextThatIsNoUtf8IsADeadLetter() throws Exception {
        Schema schema =
                SchemaBuilder.record("Row")
                        .fields()
                        .requiredString("uid")
                        .requiredString("email")
                        .endRecord();
        try (DataFileWriter<GenericRecord> out =
                new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            out.create(schema, folder.resolve("rows.avro").toFile());
            for (byte[] uid : new byte[][] {{'1'}, {(byte) 0xe9}, {'3'}}) {
                out.append(
                        new GenericRecordBuilder(schema)
                                .set("uid", new Utf8(uid))
                                .set("email", "a@x.org")
                                .build());
            }
        }
        JobConfig config =
                job().source(
                                Map.of(
                                        "path", "rows.avro",
                                        "format", "avro",
                                        "perspective", "crm",
                                        "entity_type", "person",
                                        "uid", "uid",
                                        "attributes", "all"))
                        .config();

        FoldedOutputs outputs = JobRun.of(config, 1).outputs();

        assertThat(outputs.assignments()).hasSize(2);
        assertThat(outputs.deadLetters())
                .singleElement()
                .satisfies(
                        letter ->
                                assertThat(letter.error())
                                        .isEqualTo("a text in the row: not UTF-8 at byte 9"));
    }

    @Test
    void aFileThatCannotBeReadOrLacksAColumnIsNotStartedWith() throws Exception {
        write("crm", PeopleRows.versions(SEED, 30));
        Map<String, Object> source = source("crm", "parquet", "any");
        source.put("uid", "nobody");
        assertThatThrownBy(() -> build(job().source(source)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("sources[0]: cannot read file:")
                .hasMessageContaining(
                        " by this mapping: the schema lacks nobody; it has uid, rev, op, email,");

        Path file = folder.resolve("crm/0");
        Files.writeString(file, "uid,rev\n1,2\n");

        assertThatThrownBy(() -> build(job().source(source("crm", "parquet", "any"))))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("sources[0].path: cannot read file:" + file + ": ")
                .hasMessageContaining("is not a Parquet file");
        assertThatThrownBy(() -> build(job().source(source("crm", "avro", "any"))))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("sources[0].path: cannot read file:" + file + ": ")
                .hasMessageContaining("Not an Avro data file");
    }

    private static void build(TestJob job) {
        JobConfig config = job.config();
        JobGraphBuilder.build(
                JobRun.environment(config, 1, new Configuration()), config, records -> records);
    }

    private TestJob job() {
        return new TestJob(folder, CollidingPeople.ONTOLOGY).restarting();
    }

    private static Map<String, Object> source(String perspective, String format, String order) {
        Map<String, Object> source = new LinkedHashMap<>(PeopleRows.mapping(perspective));
        source.putAll(
                Map.of(
                        "path", perspective,
                        "name", perspective,
                        "format", format,
                        "op", "op",
                        "order", order));
        return source;
    }

    private void write(String perspective, List<SourceRecord> records) throws IOException {
        Path target = Files.createDirectories(folder.resolve(perspective));
        int half = records.size() / 2;
        List<List<SourceRecord>> parts =
                half == 0
                        ? List.of(records)
                        : List.of(records.subList(0, half), records.subList(half, records.size()));
        for (int i = 0; i < parts.size(); i++) {
            Path file = target.resolve(Integer.toString(i));
            if (perspective.equals("crm")) {
                PeopleRows.writeParquet(file, parts.get(i));
            } else {
                PeopleRows.writeAvro(file, parts.get(i), CodecFactory.deflateCodec(1));
            }
        }
    }
}
