package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.testkit.MadeSavepoint;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.internal.TransactionOwnership;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RestoredStateTest {

    private static final byte[] STATE = {1, 2, 3, 4, 5, 6, 7, 8};

    /** With what the state of a file writer begins, at some place. */
    private static final byte[] FILE_WRITER =
            ByteBuffer.allocate(9).put((byte) 2).putInt(0x1e764b79).putInt(1).array();

    @TempDir private Path folder;

    private final List<String> warnings = new ArrayList<>();

    private MadeSavepoint savepoint;
    private TestJob job;

    @BeforeEach
    void describe() {
        savepoint = new MadeSavepoint(folder.resolve("savepoint")).operator("shard", "shard", 1);
        job =
                new TestJob(folder.resolve("job"), "entity_types: {person: {}}")
                        .lines("in.jsonl", List.of())
                        .source(Map.of("name", "crm", "format", "record", "path", "in.jsonl"))
                        .with("sinks", Map.of("entities", files("entities")));
    }

    @Test
    void tellsWhichSinksAreNew() throws Exception {
        // A sink need not have state to be known.
        savepoint.operator("sink-entities", "entities: Writer");
        job.with("sinks", Map.of("entities", files("e"), "generic_keys", files("g")));

        assertThat(checked(false)).isEqualTo(Set.of(Output.GENERIC_KEYS));
    }

    @Test
    void namesASourceThatIsGone() throws Exception {
        savepoint
                .operator("sink-entities", "entities: Writer")
                .operator("source-crm", "Source: read crm", STATE)
                .operator("decode-billing", "decode billing")
                .operator("source-billing", "Source: read billing", STATE);

        assertThatThrownBy(() -> checked(false))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("sources: has no source 'billing', which the state in")
                .hasMessageContaining("; there are crm. If it was renamed, give it back its name")
                .hasMessageContaining("pass --allow-removed (flink run: --allowNonRestoredState)");
        assertThat(checked(true)).isEmpty();
    }

    @Test
    void doesNotMissASourceThatHasEnded() throws Exception {
        savepoint
                .operator("sink-entities", "entities: Writer")
                .operator("source-billing", "Source: read billing");

        assertThat(checked(false)).isEmpty();
    }

    @Test
    void namesQueriesAndSinksThatAreGone() throws Exception {
        savepoint
                .operator("sink-entities", "entities: Writer")
                .operator("queries-asked", "Source: read queries asked", STATE);
        assertThatThrownBy(() -> checked(false))
                .hasMessageContaining("queries: has no source of queries 'asked'")
                .hasMessageNotContaining("there are");

        savepoint =
                new MadeSavepoint(folder.resolve("savepoint"))
                        .operator("sink-entities", "entities: Writer")
                        .operator("sink-generic-keys", "generic keys: Writer")
                        .operator("Sink Committer: sink-generic-keys", "generic keys", STATE);
        assertThatThrownBy(() -> checked(false))
                .hasMessageContaining("sinks.generic_keys: is missing, and the state in")
                .hasMessageContaining("--allow-removed");
        assertThat(checked(true)).isEmpty();
    }

    @Test
    void refusesASinkOfAnotherType() throws Exception {
        savepoint.operator("sink-entities", "entities to kafka: Writer");
        assertThatThrownBy(() -> checked(true))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("sinks.entities.type: is files, and in the state in")
                .hasMessageContaining("this sink is of type kafka, which cannot change; use kafka");

        savepoint =
                new MadeSavepoint(folder.resolve("savepoint"))
                        .operator("sink-entities", "entities to parquet files: Writer");
        assertThatThrownBy(() -> checked(true))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("sinks.entities.format: is files, and in the state in")
                .hasMessageContaining("this sink is of type parquet files, which cannot change");

        savepoint =
                new MadeSavepoint(folder.resolve("savepoint"))
                        .operator("sink-entities", "entities to files: Writer", STATE);
        assertThat(checked(false)).isEmpty();
    }

    /** Earlier releases did not note the type. */
    @Test
    void tellsTheTypeOfASinkByItsState() throws Exception {
        savepoint.operator("sink-entities", "entities: Writer", kafkaWriter());
        assertThatThrownBy(() -> checked(false))
                .hasMessageContaining("of type kafka")
                .hasMessageContaining("if it is the only one, with another sink in its place");

        // Compressed state says nothing.
        for (byte[] state : List.of(FILE_WRITER, new byte[0], STATE)) {
            savepoint =
                    new MadeSavepoint(folder.resolve("savepoint"))
                            .operator("sink-entities", "entities: Writer", state);
            assertThat(checked(false)).isEmpty();
        }
    }

    @Test
    void refusesANewSinkThatCannotBeFilledSinceTheJobHadEnded() throws Exception {
        for (String ended : List.of("shard", "publish", "publish-assignments")) {
            savepoint =
                    new MadeSavepoint(folder.resolve("savepoint"))
                            .operator("sink-entities", "entities: Writer")
                            .finished(ended, ended);
            assertThat(checked(false)).isEmpty();

            job.with("sinks", Map.of("entities", files("e"), "dead_letters", files("d")));
            assertThat(checked(false)).containsExactly(Output.DEAD_LETTERS);

            job.with("sinks", Map.of("entities", files("e"), "conflicts", files("c")));
            assertThatThrownBy(() -> checked(false))
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageContaining("sinks.conflicts: is new, and the job had ended when")
                    .hasMessageContaining("or resolve the sources again without a state");
            job.with("sinks", Map.of("entities", files("e")));
        }
    }

    @Test
    void warnsIfTheStateCannotBeRead() {
        assertThat(check(false)).isEmpty();
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("cannot check the state in " + folder.resolve("savepoint"))
                .endsWith("a job with queries may fail to restore it");
    }

    @Test
    void refusesADamagedState() throws Exception {
        savepoint.write();
        Files.write(folder.resolve("savepoint/_metadata"), new byte[2]);

        assertThatThrownBy(() -> check(false))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("savepoint: not a savepoint or checkpoint that can be read")
                .hasMessageContaining("ends too early");
    }

    /** The list of a Kafka writer of transactions. */
    private static byte[] kafkaWriter() throws IOException {
        KafkaSink<String> sink =
                KafkaSink.<String>builder()
                        .setBootstrapServers("nowhere:1")
                        .setRecordSerializer((row, context, at) -> null)
                        .build();
        byte[] element =
                SimpleVersionedSerialization.writeVersionAndSerialize(
                        sink.getWriterStateSerializer(),
                        new KafkaWriterState(
                                "people", 0, 1, TransactionOwnership.values()[0], List.of()));
        return ByteBuffer.allocate(1 + Integer.BYTES + element.length)
                .put((byte) 2)
                .putInt(element.length)
                .put(element)
                .array();
    }

    private static Map<String, Object> files(String name) {
        return Map.of("type", "files", "path", "out/" + name);
    }

    private Set<Output> checked(boolean allowRemoved) throws IOException {
        savepoint.write();
        return check(allowRemoved);
    }

    private Set<Output> check(boolean allowRemoved) {
        Configuration options = new Configuration();
        options.set(StateRecoveryOptions.SAVEPOINT_PATH, folder.resolve("savepoint").toString());
        options.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, allowRemoved);
        return RestoredState.check(options, job.config(), warnings::add);
    }
}
