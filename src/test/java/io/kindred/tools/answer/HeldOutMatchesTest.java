package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.config.RetentionConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.DigestKey;
import io.kindred.model.Entity;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.RecordStore;
import io.kindred.temporal.Timeline;
import io.kindred.tools.generate.FileLayout;
import io.kindred.tools.generate.Generator;
import io.kindred.tools.generate.GeneratorSettings;
import io.kindred.tools.generate.MessyGenerator;
import io.kindred.tools.generate.Noise;
import io.kindred.tools.generate.Population;
import io.kindred.tools.input.RecordFiles;
import io.kindred.tools.store.EmittedRows;
import io.kindred.tools.store.Identities;
import io.kindred.tools.store.OutputStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/** Matching a record that the job has not seen says what inserting it gives. */
class HeldOutMatchesTest {

    private static final Set<Output> OUTPUTS =
            EnumSet.of(
                    Output.ENTITIES,
                    Output.ASSIGNMENTS,
                    Output.CONFLICTS,
                    Output.GENERIC_KEYS,
                    Output.RECORDS);

    /** Of the messy generator. */
    private static final int MOST_PEOPLE = 10_500;

    /** How many records are inserted and deleted before the store gets the rows. */
    private static final int BATCH = 100;

    @TempDir private Path folder;

    @Test
    void equalInserting() throws IOException {
        new MessyGenerator(350, 1).write(folder);

        compare(200);
    }

    @Test
    void equalInsertingRecordsWithTimes() throws IOException {
        people(350);

        compare(200);
    }

    @Test
    @Tag("nightly")
    void tenThousandEqualInserting() throws IOException {
        new MessyGenerator(MOST_PEOPLE, 1).write(folder);

        compare(10_000);
    }

    @Test
    @Tag("nightly")
    void tenThousandEqualInsertingRecordsWithTimes() throws IOException {
        people(MOST_PEOPLE);

        compare(10_000);
    }

    private void people(int number) throws IOException {
        new Generator(
                        new GeneratorSettings(
                                new Population(number, 5, 0.5, 0.5, 0.1),
                                new Noise(0.1, 0.1, 0.02, 0.02, 0, 0),
                                new FileLayout(FileLayout.Format.RECORD, false, true),
                                1))
                .write(folder);
    }

    private void compare(int heldOut) throws IOException {
        JobConfig job = JobConfigReader.read(folder.resolve("job.yaml"));
        // The last one of each identity: one that is held out must not be there already.
        Map<RecordIdentity, SourceRecord> last = new LinkedHashMap<>();
        RecordFiles.ofJob(job)
                .read(
                        each ->
                                each.records()
                                        .forEach(record -> last.put(record.identity(), record)));
        List<SourceRecord> records = new ArrayList<>(last.values());
        Collections.shuffle(records, new Random(1));
        assertThat(records).hasSizeGreaterThan(2 * heldOut);
        try (Trial trial = new Trial(job, folder.resolve("store"))) {
            trial.resolve(records.subList(heldOut, records.size()));
            for (int at = 0; at < heldOut; at += BATCH) {
                trial.compare(records.subList(at, Math.min(heldOut, at + BATCH)));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,d records matched among %,d: %,d join others, %,d join several entities,"
                            + " all equal inserting; %.2f ms each%n",
                    heldOut,
                    records.size() - heldOut,
                    trial.joined,
                    trial.merged,
                    trial.nanos / 1e6 / heldOut);
            assertThat(trial.joined).as("records that join others").isGreaterThan(heldOut / 4);
            assertThat(trial.joined).as("records that join others").isLessThan(heldOut);
            assertThat(trial.merged).as("records that join several entities").isPositive();
        }
    }

    /** An engine, and a store that follows it. */
    private static final class Trial implements AutoCloseable {
        private final ShardEngine engine;
        private final EmittedRows emitted = new EmittedRows();
        private final OutputStore store;
        private final Answers answers;
        private int joined;
        private int merged;
        private long nanos;

        Trial(JobConfig job, Path folder) {
            this.engine =
                    new ShardEngine(
                            new ShardState(
                                    job.ontology(),
                                    new InMemoryShardTables(),
                                    true,
                                    new OptionalOutputs(true, true),
                                    RecordStore.HELD),
                            Timeline.INTEGER,
                            EmissionLimit.NONE,
                            () -> 0,
                            DigestKey.random(),
                            false);
            this.store =
                    OutputStore.open(
                            folder, job.ontologyDocument(), Timeline.INTEGER, OUTPUTS, 32 << 20);
            this.answers = new Answers(store, "test", RetentionConfig.DEFAULT, store.ontology());
        }

        void resolve(List<SourceRecord> records) {
            records.forEach(this::take);
            follow();
        }

        private void take(SourceRecord record) {
            engine.accept(record);
            engine.flush(ShardOutput.of(emitted));
        }

        private void follow() {
            store.apply(emitted.take(), Map.of());
        }

        /** Matches records, and then inserts each and deletes it again. */
        void compare(List<SourceRecord> records) {
            List<ObjectNode> matches = new ArrayList<>();
            long start = System.nanoTime();
            for (SourceRecord record : records) {
                matches.add(match(record));
            }
            nanos += System.nanoTime() - start;
            for (int i = 0; i < records.size(); i++) {
                compare(records.get(i), matches.get(i));
            }
            follow();
        }

        private ObjectNode match(SourceRecord record) {
            try {
                return answers.match(record);
            } catch (AnswerException failure) {
                throw new AssertionError(failure);
            }
        }

        private void compare(SourceRecord record, ObjectNode match) {
            RecordIdentity identity = record.identity();
            take(record);
            Entity entity = engine.entityOf(identity).orElseThrow();
            take(SourceRecord.delete(identity, OptionalLong.empty()));
            Set<String> others = new TreeSet<>();
            Set<String> entities = new TreeSet<>();
            for (RecordIdentity each : entity.records()) {
                if (!each.equals(identity)) {
                    others.add(each.joined());
                    entities.add(engine.entityOf(each).orElseThrow().id());
                }
            }
            assertThat(match.path("outcome").asText())
                    .as("outcome, %s", identity)
                    .isEqualTo(others.isEmpty() ? "new_entity" : "joins");
            assertThat(match.path("entity_id").asText())
                    .as("entity_id, %s", identity)
                    .isEqualTo(entity.id());
            Set<String> found = new TreeSet<>();
            match.path("records").forEach(each -> found.add(joined(identity, each)));
            assertThat(found).as("records, %s", identity).isEqualTo(others);
            Set<String> joins = new TreeSet<>();
            match.path("joined").forEach(each -> joins.add(each.asText()));
            assertThat(joins).as("joined, %s", identity).isEqualTo(entities);
            joined += others.isEmpty() ? 0 : 1;
            merged += entities.size() > 1 ? 1 : 0;
        }

        private static String joined(RecordIdentity of, JsonNode record) {
            return Identities.joined(of.entityType(), record);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
