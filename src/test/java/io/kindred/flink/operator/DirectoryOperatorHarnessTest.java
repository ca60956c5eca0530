package io.kindred.flink.operator;

import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Digest;
import io.kindred.model.GenericKey;
import io.kindred.model.Update;
import io.kindred.model.Update.GenericKeyOpen;
import io.kindred.model.Update.GenericKeyResolved;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.Sample;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.KeyScopeChange;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.storage.wire.ShardMessage.ScopeChange;
import io.kindred.testkit.OntologyText;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

class DirectoryOperatorHarnessTest {

    private static final int INTERVAL = 200;
    private static final int LANE = ReconcileLanes.lane("person");

    /** At most three records have the same e-mail address. */
    private static final Ontology BY_EMAIL = Sample.byEmail(OptionalLong.of(3));

    @Test
    void notifiesShardsOfSpanningValues() throws Exception {
        try (Running running = start()) {
            running.take(come("a", 1), come("b", 1), come("a", 4), come("b", 1));
            assertThat(running.scopeChanges())
                    .containsExactly(
                            scopeChange(1, "a", KeyScope.SPANNING),
                            scopeChange(4, "a", KeyScope.SPANNING));
            assertThat(running.toReconcile()).isEmpty();
            assertThat(running.updates()).isEmpty();
            assertThat(running.count(DirectoryOperator.SPANNING)).isEqualTo(1);
            assertThat(running.count(DirectoryOperator.GENERIC)).isZero();
        }
    }

    @Test
    void notifiesTheReconcileLaneOfGenericValuesAndEmitsThem() throws Exception {
        try (Running running = start()) {
            running.take(come("a", 1), come("a", 1), come("a", 1), come("a", 1), go("a", 1));
            assertThat(running.scopeChanges())
                    .containsExactly(
                            scopeChange(1, "a", KeyScope.GENERIC),
                            scopeChange(1, "a", KeyScope.LOCAL));
            assertThat(running.toReconcile())
                    .containsExactly(
                            scopeChange(LANE, "a", KeyScope.GENERIC),
                            scopeChange(LANE, "a", KeyScope.LOCAL));
            assertThat(running.updates())
                    .containsExactly(
                            open("a", 4), new GenericKeyResolved("person", "email", List.of("a")));
            assertThat(running.count(DirectoryOperator.GENERIC)).isZero();
        }
    }

    @Test
    void emitsAChangedCountOncePerInterval() throws Exception {
        try (Running running = start()) {
            running.makeGeneric("a");
            running.take(come("a", 1), come("a", 2));
            running.at(100);
            running.take(come("a", 1));
            running.at(INTERVAL - 1);
            assertThat(running.updates()).containsExactly(open("a", 4));
            running.at(INTERVAL);
            assertThat(running.updates()).containsExactly(open("a", 4), open("a", 7));
            running.take(go("a", 2));
            running.at(2 * INTERVAL - 1);
            assertThat(running.updates()).hasSize(2);
            running.at(2 * INTERVAL);
            assertThat(running.updates()).endsWith(open("a", 6)).hasSize(3);
            running.at(10 * INTERVAL);
            assertThat(running.updates()).hasSize(3);
        }
    }

    @Test
    void doesNotEmitACountThatIsBackAtItsEmittedValue() throws Exception {
        try (Running running = start()) {
            running.makeGeneric("a");
            running.take(come("a", 1), go("a", 1));
            assertThat(running.timers()).isZero();
            running.at(INTERVAL);
            assertThat(running.updates()).containsExactly(open("a", 4));
        }
    }

    @Test
    void doesNotEmitTheCountOfAValueThatIsNoLongerGeneric() throws Exception {
        try (Running running = start()) {
            running.makeGeneric("a");
            running.take(come("a", 1), go("a", 1), go("a", 1));
            running.at(INTERVAL);
            running.end();
            assertThat(running.updates())
                    .containsExactly(
                            open("a", 4), new GenericKeyResolved("person", "email", List.of("a")));
        }
    }

    @Test
    void emitsAllChangedCountsAtTheEndOfTheInput() throws Exception {
        try (Running running = start()) {
            for (String value : List.of("a", "b", "c")) {
                running.makeGeneric(value);
            }
            running.take(come("a", 1), come("c", 1), come("c", 1));
            running.end();
            assertThat(running.updates())
                    .hasSize(5)
                    .contains(open("a", 5), open("b", 4), open("c", 6));
        }
    }

    @Test
    void updatesHaveTheDirectoryAsOwner() throws Exception {
        try (Running running = start()) {
            running.makeGeneric("a");
            running.take(come("a", 1));
            running.end();
            assertThat(running.harness.getSideOutput(DirectoryOperator.UPDATES))
                    .extracting(update -> update.getValue().owner())
                    .containsExactly(Owners.DIRECTORY, Owners.DIRECTORY);
        }
    }

    @Test
    void stateOfValuesWithoutRecordsIsRemoved() throws Exception {
        try (Running running = new Running(1, 0)) {
            running.on(new HashMapStateBackend());
            running.open();
            running.makeGeneric("a");
            running.take(come("a", 2), come("b", 1), come("b", 2));
            assertThat(running.stateEntries()).isPositive();
            running.take(go("a", 2), go("b", 2), go("b", 1));
            for (int i = 0; i < 4; i++) {
                running.take(go("a", 1));
            }
            assertThat(running.stateEntries()).isZero();
            assertThat(running.timers()).isZero();
            assertThat(running.count(DirectoryOperator.SPANNING)).isZero();
            assertThat(running.count(DirectoryOperator.GENERIC)).isZero();
        }
    }

    @Test
    void goesOnAfterARestartInAnotherParallelism() throws Exception {
        int values = 40;
        OperatorSubtaskState snapshot;
        try (Running running = start()) {
            for (int i = 0; i < values; i++) {
                running.take(come("span" + i, 1), come("span" + i, 2));
                running.makeGeneric("gen" + i);
                running.take(come("gen" + i, 2));
            }
            snapshot = running.snapshot();
            running.take(come("lost", 1), come("lost", 2));
        }
        List<ShardMessage> scopeChanges = new ArrayList<>();
        List<Update> updates = new ArrayList<>();
        long spanning = 0;
        long generic = 0;
        for (int subtask = 0; subtask < 3; subtask++) {
            try (Running running = restore(snapshot, 3, subtask)) {
                for (int i = 0; i < values; i++) {
                    running.takeOwn(List.of(go("span" + i, 2)));
                }
                running.at(INTERVAL - 1);
                assertThat(running.updates()).isEmpty();
                running.at(INTERVAL);
                updates.addAll(running.updates());
                scopeChanges.addAll(running.scopeChanges());
                spanning += running.count(DirectoryOperator.SPANNING);
                generic += running.count(DirectoryOperator.GENERIC);
            }
        }
        List<ShardMessage> expectedChanges = new ArrayList<>();
        List<Update> expectedUpdates = new ArrayList<>();
        for (int i = 0; i < values; i++) {
            expectedChanges.add(scopeChange(1, "span" + i, KeyScope.LOCAL));
            expectedChanges.add(scopeChange(2, "span" + i, KeyScope.LOCAL));
            expectedUpdates.add(open("gen" + i, 5));
        }
        assertThat(scopeChanges).containsExactlyInAnyOrderElementsOf(expectedChanges);
        assertThat(updates).containsExactlyInAnyOrderElementsOf(expectedUpdates);
        assertThat(spanning).isZero();
        assertThat(generic).isEqualTo(values);
    }

    @Test
    void endingTheInputAgainAfterARestoreEmitsNothing() throws Exception {
        OperatorSubtaskState snapshot;
        try (Running running = start()) {
            running.makeGeneric("a");
            running.take(come("a", 1));
            running.end();
            snapshot = running.snapshot();
        }
        try (Running running = restore(snapshot, 1, 0)) {
            running.end();
            assertThat(running.updates()).isEmpty();
            assertThat(running.count(DirectoryOperator.GENERIC)).isEqualTo(1);
        }
    }

    @Test
    void isSentWithoutKryo() {
        assertThat(DirectoryOperator.TO_RECONCILE.getTypeInfo())
                .isEqualTo(FormatTypeInformation.SHARD_MESSAGE);
        assertThat(DirectoryOperator.UPDATES.getTypeInfo())
                .isEqualTo(FormatTypeInformation.OWNED_UPDATE);
    }

    @Test
    void changesMayBeKeyedBySignature() {
        var keyed =
                StreamExecutionEnvironment.getExecutionEnvironment()
                        .fromCollection(List.of(come("a", 1)), FormatTypeInformation.KEY_CHANGE)
                        .keyBy(DirectoryOperator::key, FormatTypeInformation.BYTE_KEY);
        assertThat(keyed.getKeyType()).isEqualTo(FormatTypeInformation.BYTE_KEY);
    }

    private static KeyChange come(String value, int shard) {
        return change(value, OptionalInt.empty(), OptionalInt.of(shard));
    }

    private static KeyChange go(String value, int shard) {
        return change(value, OptionalInt.of(shard), OptionalInt.empty());
    }

    private static KeyChange change(String value, OptionalInt from, OptionalInt to) {
        return new KeyChange(signature(value), "person", "email", List.of(value), from, to);
    }

    private static ByteKey signature(String value) {
        return new ByteKey(Digest.of(value.getBytes(StandardCharsets.UTF_8)));
    }

    private static ShardMessage scopeChange(int shard, String value, KeyScope scope) {
        return new ScopeChange(shard, new KeyScopeChange("person", signature(value), scope));
    }

    private static Update open(String value, long records) {
        return new GenericKeyOpen(new GenericKey("person", "email", List.of(value), records));
    }

    private static Running start() throws Exception {
        Running running = new Running(1, 0);
        running.open();
        return running;
    }

    private static Running restore(OperatorSubtaskState snapshot, int parallelism, int subtask)
            throws Exception {
        Running running = new Running(parallelism, subtask);
        running.restore(snapshot, parallelism, subtask);
        return running;
    }

    private static final class Running extends OneInputHarness<ByteKey, KeyChange, ShardMessage> {

        Running(int parallelism, int subtask) throws Exception {
            super(
                    new DirectoryOperator(
                            OntologyText.document(BY_EMAIL), Duration.ofMillis(INTERVAL)),
                    DirectoryOperator::key,
                    FormatTypeInformation.BYTE_KEY,
                    parallelism,
                    subtask);
        }

        void take(KeyChange... changes) throws Exception {
            takeAll(List.of(changes));
        }

        /** Four records of shard 1. */
        void makeGeneric(String value) throws Exception {
            for (int i = 0; i < 4; i++) {
                take(come(value, 1));
            }
        }

        List<ShardMessage> scopeChanges() {
            return outputs();
        }

        List<ShardMessage> toReconcile() {
            return outputs(DirectoryOperator.TO_RECONCILE);
        }

        List<Update> updates() {
            return outputs(DirectoryOperator.UPDATES).stream().map(OwnedUpdate::update).toList();
        }
    }
}
