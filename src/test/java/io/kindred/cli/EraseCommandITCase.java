package io.kindred.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.codec.OntologyReader;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.flink.topology.JobGraphBuilder;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The command, and the job that goes on from the savepoint that it writes. */
@ExtendWith(SharedCluster.class)
class EraseCommandITCase {

    private static final int VERSIONS = 900;
    private static final int READ_BEFORE = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A record that shares values with others and has some of its own. */
    private static final SourceRecord FORGOTTEN =
            SourceRecord.upsert(
                    new RecordIdentity("person", "crm", "uid-to-be-forgotten"),
                    OptionalLong.of(3),
                    List.of(
                            descriptor("email", "Forgotten.Person@Example.Org"),
                            descriptor("phone", "1"),
                            descriptor("ssn", "forgotten-ssn"),
                            descriptor("name", "Forgotten Name"),
                            descriptor("city", "Forgotten City")));

    /** Its email in two entities at once: of an entity of its own, and in a conflict. */
    private static final SourceRecord RELATED =
            SourceRecord.upsert(
                    new RecordIdentity("person", "erp", "related"),
                    OptionalLong.of(1),
                    List.of(
                            descriptor("email", "forgotten.person@example.org "),
                            descriptor("ssn", "another-ssn")));

    private static final List<String> SECRETS =
            List.of(
                    "uid-to-be-forgotten",
                    "Forgotten.Person@Example.Org",
                    "forgotten-ssn",
                    "Forgotten Name",
                    "Forgotten City");

    @TempDir private Path folder;

    private static Descriptor descriptor(String attribute, String value) {
        return new Descriptor(attribute, value, new Interval(0, 100));
    }

    @ParameterizedTest
    @CsvSource({"1", "7"})
    void theJobGoesOnAsIfItHadReadTheErasure(int shards) throws Exception {
        List<SourceRecord> records = records();
        TestJob job = job("job", shards, records);
        String state = stopMidway(job, SavepointFormatType.CANONICAL, folder.resolve("states"));
        Path moved = moved(state);
        assertThat(secretsIn(moved)).containsExactlyElementsOf(SECRETS);

        CommandRun run =
                CommandRun.kindred(
                        "erase",
                        job.jobFile().toString(),
                        "--state",
                        moved.toString(),
                        "--to",
                        folder.resolve("new").toString(),
                        "--record",
                        "person/crm/uid-to-be-forgotten",
                        "-p",
                        "1");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode certificate = JSON.readTree(run.out());
        assertThat(certificate.path("records")).hasSize(1);
        assertThat(certificate.path("records").get(0).path("values_removed").asInt()).isEqualTo(5);

        Path written = moved(certificate.path("state_written").asText());
        assertThat(secretsIn(written)).isEmpty();
        FileUtils.deleteDirectory(moved.toFile());
        goOn(job, written.toString());
        List<SourceRecord> all = new ArrayList<>(records);
        all.add(SourceRecord.erase(FORGOTTEN.identity(), OptionalLong.empty()));
        assertThat(JobRun.outputs(job).result())
                .isEqualTo(
                        new Oracle(
                                        OntologyReader.read(
                                                "ontology.yaml", CollidingPeople.ONTOLOGY),
                                        Timeline.INTEGER,
                                        all)
                                .result());
    }

    private static List<SourceRecord> records() {
        List<SourceRecord> records = new ArrayList<>(List.of(FORGOTTEN, RELATED, FORGOTTEN));
        records.addAll(CollidingPeople.versions(97, VERSIONS));
        return records;
    }

    /** The job reads one file to its end before the stop, is in the middle of another. */
    private TestJob job(String name, int shards, List<SourceRecord> records) {
        List<String> lines = records.stream().map(RecordJson::line).toList();
        return new TestJob(folder.resolve(name), CollidingPeople.ONTOLOGY)
                .with("shards", shards)
                .lines("in/1.jsonl", lines.subList(0, 10))
                .lines("in/2.jsonl", lines.subList(10, lines.size()))
                .lines("other.jsonl", List.of("no record"))
                .source(java.util.Map.of("format", "record", "path", "in", "name", "people"))
                .source(java.util.Map.of("format", "record", "path", "other.jsonl", "name", "b"));
    }

    /** Another place, since a savepoint can be moved. */
    private Path moved(String state) throws IOException {
        Path from = Path.of(URI.create(state));
        Path to = folder.resolve("moved-" + from.getFileName());
        Files.move(from, to);
        return to;
    }

    private static List<String> secretsIn(Path state) throws IOException {
        List<String> contents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return SECRETS.stream()
                .filter(
                        secret ->
                                contents.stream()
                                        .anyMatch(
                                                content ->
                                                        content.toLowerCase(java.util.Locale.ROOT)
                                                                .contains(
                                                                        secret.toLowerCase(
                                                                                java.util.Locale
                                                                                        .ROOT))))
                .toList();
    }

    /** Stops a job that reads slowly when it has read a part of its input. */
    private static String stopMidway(TestJob job, SavepointFormatType format, Path folder)
            throws Exception {
        JobConfig config = job.config();
        StreamExecutionEnvironment env = JobRun.environment(config, SharedCluster.PARALLELISM);
        JobGraphBuilder.build(env, config, EraseCommandITCase::slow);
        JobClient client = env.executeAsync(config.name());
        while (new JobCounts(client.getAccumulators().get()).read() < READ_BEFORE) {
            Thread.sleep(20);
        }
        String savepoint =
                client.stopWithSavepoint(false, folder.toUri().toString(), format).get();
        assertThat(new JobCounts(client.getJobExecutionResult().get().getAllAccumulatorResults())
                        .read())
                .isLessThan(VERSIONS);
        return savepoint;
    }

    private static DataStream<SourceRecord> slow(DataStream<SourceRecord> records) {
        return records.map(
                        record -> {
                            Thread.sleep(2);
                            return record;
                        })
                .returns(FormatTypeInformation.SOURCE_RECORD)
                .uid("slow-" + records.getId());
    }

    private static void goOn(TestJob job, String savepoint) throws Exception {
        Configuration given = new Configuration();
        given.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        given.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        JobConfig config = job.config();
        StreamExecutionEnvironment env = JobRun.environment(config, 3, given);
        JobGraphBuilder.build(env, config);
        env.execute(config.name());
    }
}
