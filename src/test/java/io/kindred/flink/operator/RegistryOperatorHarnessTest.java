package io.kindred.flink.operator;

import io.kindred.flink.config.RetentionConfig;
import io.kindred.flink.operator.RegistryOperator.Count;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.DecisionSide;
import io.kindred.model.Descriptor;
import io.kindred.model.DigestKey;
import io.kindred.model.Input;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.Sample;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.storage.wire.ShardMessage.RecordChange;
import io.kindred.temporal.Interval;
import io.kindred.testkit.OntologyText;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryOperatorHarnessTest {

    private static final int SHARDS = 5;
    private static final DigestKey KEY = DigestKey.random();
    private static final Ontology BY_EMAIL = Sample.byEmail(OptionalLong.of(1000));

    private static final RandomCase RANDOM =
            RandomHistories.generate(4, RandomOptions.MIXED.withUnversioned().withSizes(40, 200));

    @Test
    void sendsRecordsToShardsAndKeyChangesToTheDirectory() throws Exception {
        try (Running running = start()) {
            running.take(upsert("1", 1, "a@x"));
            assertThat(running.changes())
                    .singleElement()
                    .satisfies(
                            change -> {
                                assertThat(change.shard()).isBetween(0, SHARDS - 1);
                                assertThat(change.record()).isEqualTo(upsert("1", 1, "a@x"));
                            });
            int home = running.changes().get(0).shard();
            assertThat(running.keyChanges())
                    .singleElement()
                    .satisfies(
                            change -> {
                                assertThat(change.key()).isEqualTo("email");
                                assertThat(change.values()).containsExactly("a@x");
                                assertThat(change.from()).isEmpty();
                                assertThat(change.to()).isEqualTo(OptionalInt.of(home));
                            });
        }
    }

    @Test
    void replayedAndOutdatedRecordsAreOnlyCounted() throws Exception {
        try (Running running = start()) {
            running.take(upsert("1", 3, "a@x"), upsert("1", 3, "a@x"), upsert("1", 2, "b@x"));
            running.take(delete("2", 7), delete("1", 4), delete("1", 4), upsert("3", 1, "c@x"));
            assertThat(running.changes()).hasSize(3);
            assertThat(running.keyChanges()).hasSize(3);
            assertThat(running.counts())
                    .isEqualTo(
                            Map.of(
                                    Count.ACCEPTED, 4L,
                                    Count.UNKNOWN_DELETES, 1L,
                                    Count.REPLACED, 0L,
                                    Count.REPLAYED, 2L,
                                    Count.OUTDATED, 1L,
                                    Count.DELETED, 1L,
                                    Count.RECORDS, 1L,
                                    Count.ERASED, 0L,
                                    Count.EXPIRED_RECORDS, 0L,
                                    Count.DECISIONS, 0L));
        }
    }

    @Test
    void namesOfCountsAreThoseOfMetrics() {
        assertThat(Count.RECORDS.id()).isEqualTo("registry-records");
        assertThat(Count.OUTDATED.id()).isEqualTo("registry-outdated");
    }

    /** The sum of counts is right even where one subtask's is negative. */
    @Test
    void goesOnAfterRestartsInAnyParallelism() throws Exception {
        List<Input> steps = new ArrayList<>(RANDOM.steps());
        String entityType = RANDOM.steps().get(0).identity().entityType();
        steps.add(
                100,
                SourceRecord.erase(
                        RANDOM.steps().get(99).identity(), OptionalLong.of(Long.MAX_VALUE)));
        steps.add(
                50,
                new DecisionSide(
                        RANDOM.steps().get(119).identity(),
                        new RecordIdentity(entityType, "never", "there"),
                        OptionalLong.empty(),
                        1,
                        Op.UPSERT,
                        Verdict.SAME,
                        ""));
        steps.add(
                100,
                SourceRecord.delete(
                        new RecordIdentity(entityType, "never", "there"), OptionalLong.empty()));
        List<RecordChange> changes = new ArrayList<>();
        List<KeyChange> keyChanges = new ArrayList<>();
        Map<Count, Long> counts = new EnumMap<>(Count.class);
        try (Running running = restore(RANDOM.ontology(), Optional.empty(), 1, 1, 0)) {
            running.takeAll(steps);
            changes.addAll(running.changes());
            keyChanges.addAll(running.keyChanges());
            counts.putAll(running.counts());
        }

        Rescaled rescaled = new Rescaled();
        rescaled.take(steps.subList(0, 80), 1);
        rescaled.take(steps.subList(80, 130), 3);
        rescaled.take(steps.subList(130, 131), 2);
        rescaled.take(steps.subList(131, steps.size()), 5);
        assertThat(rescaled.changes).containsExactlyInAnyOrderElementsOf(changes);
        assertThat(rescaled.keyChanges).containsExactlyInAnyOrderElementsOf(keyChanges);
        assertThat(rescaled.counts).isEqualTo(counts);
        assertThat(rescaled.replaced).isEqualTo(counts.get(Count.REPLACED));
        counts.remove(Count.EXPIRED_RECORDS);
        assertThat(counts.values()).as("something of everything").allMatch(count -> count > 0);
    }

    @Test
    void recordsAfterTheSnapshotAreProcessedAgain() throws Exception {
        OperatorSubtaskState snapshot;
        try (Running running = start()) {
            running.take(upsert("1", 1, "a@x"));
            snapshot = running.snapshot();
            running.take(upsert("1", 2, "a@x", "b@x"));
        }
        try (Running running = restore(BY_EMAIL, Optional.of(snapshot), 1, 1, 0)) {
            running.take(upsert("1", 2, "a@x", "b@x"));
            assertThat(running.changes())
                    .extracting(RecordChange::record)
                    .containsExactly(upsert("1", 2, "a@x", "b@x"));
            assertThat(running.counts()).containsEntry(Count.ACCEPTED, 2L);
        }
    }

    @Test
    void isSentWithoutKryo() {
        assertThat(RegistryOperator.KEY_CHANGES.getTypeInfo())
                .isEqualTo(FormatTypeInformation.KEY_CHANGE);
    }

    private static SourceRecord upsert(String uid, long version, String... emails) {
        return SourceRecord.upsert(
                new RecordIdentity("person", "crm", uid),
                OptionalLong.of(version),
                List.of(emails).stream()
                        .map(email -> new Descriptor("email", email, Interval.ALWAYS))
                        .toList());
    }

    private static SourceRecord delete(String uid, long version) {
        return SourceRecord.delete(
                new RecordIdentity("person", "crm", uid), OptionalLong.of(version));
    }

    /** Runs from snapshot to snapshot. */
    private static final class Rescaled {

        private final List<RecordChange> changes = new ArrayList<>();
        private final List<KeyChange> keyChanges = new ArrayList<>();
        private Map<Count, Long> counts = new EnumMap<>(Count.class);
        private long replaced;
        private Optional<OperatorSubtaskState> snapshot = Optional.empty();
        private int parallelism = 1;

        void take(List<Input> steps, int wide) throws Exception {
            List<OperatorSubtaskState> snapshots = new ArrayList<>();
            counts = new EnumMap<>(Count.class);
            replaced = 0;
            for (int subtask = 0; subtask < wide; subtask++) {
                try (Running running =
                        restore(RANDOM.ontology(), snapshot, parallelism, wide, subtask)) {
                    running.takeOwn(steps);
                    changes.addAll(running.changes());
                    keyChanges.addAll(running.keyChanges());
                    running.counts()
                            .forEach((count, value) -> counts.merge(count, value, Long::sum));
                    replaced += Tally.sum(running.tally(ReplacedRecords.REPLACED));
                    snapshots.add(running.snapshot());
                }
            }
            snapshot =
                    Optional.of(
                            AbstractStreamOperatorTestHarness.repackageState(
                                    snapshots.toArray(OperatorSubtaskState[]::new)));
            parallelism = wide;
        }
    }

    private static Running start() throws Exception {
        return restore(BY_EMAIL, Optional.empty(), 1, 1, 0);
    }

    private static Running restore(
            Ontology ontology,
            Optional<OperatorSubtaskState> snapshot,
            int before,
            int parallelism,
            int subtask)
            throws Exception {
        Running running = new Running(ontology, parallelism, subtask);
        if (snapshot.isPresent()) {
            running.restore(snapshot.get(), before, parallelism, subtask);
        } else {
            running.open();
        }
        return running;
    }

    private static final class Running extends OneInputHarness<String, Input, ShardMessage> {

        Running(Ontology ontology, int parallelism, int subtask) throws Exception {
            super(
                    new RegistryOperator(
                            OntologyText.document(ontology), SHARDS, RetentionConfig.DEFAULT, KEY),
                    RegistryOperator::key,
                    Types.STRING,
                    parallelism,
                    subtask);
        }

        void take(Input... records) throws Exception {
            takeAll(List.of(records));
        }

        List<RecordChange> changes() {
            return outputs().stream().map(message -> (RecordChange) message).toList();
        }

        List<KeyChange> keyChanges() {
            return outputs(RegistryOperator.KEY_CHANGES);
        }

        Map<Count, Long> counts() {
            Map<Count, Long> counts = new EnumMap<>(Count.class);
            for (Count count : Count.values()) {
                counts.put(count, count(count.id()));
            }
            return counts;
        }
    }
}
