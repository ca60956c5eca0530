package io.kindred.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.flink.topology.JobGraphBuilder;
import io.kindred.model.Descriptor;
import io.kindred.model.Input;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Interval;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SavedJob;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Tag;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private static final String NAME = "person/crm/uid-to-be-forgotten";

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

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource("1, CANONICAL")
    void theJobOfOneShardGoesOnAsIfItHadReadTheErasure(int shards, SavepointFormatType format)
            throws Exception {
        theJobGoesOnAsIfItHadReadTheErasure(shards, format);
    }

    /** The job has read a part of its input. It has a source that has ended, and questions. */
    @ParameterizedTest
    @CsvSource("7, NATIVE")
    void theJobGoesOnAsIfItHadReadTheErasure(int shards, SavepointFormatType format)
            throws Exception {
        List<SourceRecord> records = records();
        TestJob job = job("job", shards, records);
        Path old =
                moved(
                        SavedJob.stop(
                                job,
                                EraseCommandITCase::slow,
                                READ_BEFORE,
                                format,
                                folder.resolve("states")));
        checkNothingIsErased(job, old);

        CommandRun run = erase(job, old, "--record", NAME, "-p", "1");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode certificate = JSON.readTree(run.out());
        checkCertificate(certificate, old);
        Path written = moved(certificate.path("state_written").asText());
        List<String> left = secretsIn(written);
        checkSearch(old, written);
        FileUtils.deleteDirectory(old.toFile());

        JobCounts counts = goOn(job, written.toString());
        List<SourceRecord> all = new ArrayList<>(records);
        all.add(SourceRecord.erase(FORGOTTEN.identity(), OptionalLong.empty()));
        Oracle oracle = oracle(all);
        assertThat(JobRun.outputs(job).result()).isEqualTo(oracle.result());
        assertThat(JobRun.outputs(job).goldenValues()).isEqualTo(oracle.goldenValues());
        assertThat(JobRun.outputs(job).records()).isEqualTo(oracle.records());
        assertThat(JobRun.outputs(job).deadLetters()).hasSize(1);
        assertThat(
                        counts.get(Count.ACCEPTED)
                                + counts.get(Count.REPLAYED)
                                + counts.get(Count.OUTDATED))
                .isEqualTo(all.size());
        assertThat(left).isEmpty();
    }

    private void checkNothingIsErased(TestJob job, Path state) throws Exception {
        assertThat(secretsIn(state)).isEqualTo(SECRETS);
        CommandRun unknown = erase(job, state, "--record", "person/crm/nobody", "--record", NAME);
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err())
                .isEqualTo(
                        "erase: no record person/crm/nobody in "
                                + state
                                + ", or it has been erased\nerase: nothing was erased\n");
        CommandRun outdated = erase(job, state, "--record", NAME, "--version", "2");
        assertThat(outdated.exitCode()).isEqualTo(1);
        assertThat(outdated.err()).startsWith("erase: " + NAME + " has version 3, ");
        CommandRun absent = erase(job, state, "--record", "person/crm/nobody", "--if-present");
        assertThat(absent.exitCode()).isZero();
        assertThat(JSON.readTree(absent.out()).path("state_written").isNull()).isTrue();
        assertThat(folder.resolve("new")).doesNotExist();
    }

    private static void checkCertificate(JsonNode certificate, Path old) {
        JsonNode record = certificate.path("records").get(0);
        assertThat(record.path("uid").asText()).isEqualTo(FORGOTTEN.identity().uid());
        assertThat(record.path("was").asText()).isEqualTo("current");
        assertThat(record.path("version_kept").asLong()).isEqualTo(3);
        assertThat(record.path("values_removed").asInt()).isEqualTo(5);
        assertThat(record.path("key_entries_removed").asInt()).isEqualTo(3);
        assertThat(certificate.path("state_read").asText()).isEqualTo(old.toString());
        assertThat(certificate.path("outputs").findValuesAsText("output"))
                .containsExactly(
                        "entities",
                        "assignments",
                        "conflicts",
                        "generic_keys",
                        "golden_values",
                        "records");
        assertThat(certificate.path("out_of_reach").findValuesAsText("output"))
                .containsExactly("dead_letters", "answers");
        assertThat(certificate.path("states_that_hold_them").findValuesAsText("path"))
                .containsExactly(old.toString());
        assertThat(certificate.path("states_not_read")).isEmpty();
    }

    /** The old state has the record, the new one does not, and a third cannot be read. */
    private void checkSearch(Path old, Path written) throws Exception {
        Path damaged = Files.createDirectory(folder.resolve("damaged"));
        Files.writeString(damaged.resolve("_metadata"), "no metadata");
        CommandRun run =
                CommandRun.kindred(
                        "erase",
                        "--find",
                        "--record",
                        NAME,
                        "--checkpoints",
                        folder.toString(),
                        "--checkpoints",
                        old.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        JsonNode found = JSON.readTree(run.out());
        assertThat(found.path("states_searched"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(old.toString(), written.toString(), damaged.toString());
        assertThat(found.path("states_that_hold_them").findValuesAsText("path"))
                .containsExactly(old.toString());
        assertThat(found.path("states_not_read").findValuesAsText("path"))
                .containsExactly(damaged.toString());
    }

    private CommandRun erase(TestJob job, Path state, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "erase",
                                job.jobFile().toString(),
                                "--state",
                                state.toString(),
                                "--to",
                                folder.resolve("new").toString()));
        arguments.addAll(List.of(more));
        return CommandRun.kindred(arguments.toArray(String[]::new));
    }

    private static Oracle oracle(List<SourceRecord> records) {
        return CollidingPeople.oracle(records);
    }

    private static List<SourceRecord> records() {
        List<SourceRecord> records = new ArrayList<>(List.of(FORGOTTEN, RELATED, FORGOTTEN));
        records.addAll(CollidingPeople.versions(97, VERSIONS));
        return records;
    }

    private TestJob job(String name, int shards, List<SourceRecord> records) {
        List<String> lines = records.stream().map(RecordJson::line).toList();
        return new TestJob(folder.resolve(name), CollidingPeople.ONTOLOGY)
                .with("shards", shards)
                .with("queries", List.of(Map.of("type", "files", "path", "questions.jsonl")))
                .with("sinks", sinks())
                .lines("questions.jsonl", List.of())
                .lines("in/1.jsonl", lines.subList(0, 10))
                .lines("in/2.jsonl", lines.subList(10, lines.size()))
                .lines("other.jsonl", List.of("no record"))
                .source(Map.of("format", "record", "path", "in", "name", "people"))
                .source(Map.of("format", "record", "path", "other.jsonl", "name", "other"));
    }

    private static Map<String, Object> sinks() {
        Map<String, Object> sinks = new LinkedHashMap<>();
        for (Output output : Output.values()) {
            String name = output.name().toLowerCase(Locale.ROOT);
            sinks.put(name, Map.of("type", "files", "path", "out/" + name));
        }
        return sinks;
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
                .filter(secret -> contents.stream().anyMatch(content -> content.contains(secret)))
                .toList();
    }

    /** So that the job is stopped while there is something to read. */
    private static DataStream<Input> slow(DataStream<Input> records) {
        return records.map(
                        record -> {
                            Thread.sleep(2);
                            return record;
                        })
                .returns(FormatTypeInformation.INPUT)
                .uid("slow-" + records.getId());
    }

    private static JobCounts goOn(TestJob job, String savepoint) throws Exception {
        Configuration given = new Configuration();
        given.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        given.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        JobConfig config = job.config();
        StreamExecutionEnvironment env = JobRun.environment(config, 3, given);
        JobGraphBuilder.build(env, config);
        return new JobCounts(env.execute(config.name()).getAllAccumulatorResults());
    }
}
