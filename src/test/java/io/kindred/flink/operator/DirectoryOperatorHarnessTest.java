package io.kindred.flink.operator;

import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Digest;
import io.kindred.model.GenericKey;
import io.kindred.model.OutputUpdate;
import io.kindred.model.OutputUpdate.GenericKeyOpen;
import io.kindred.model.OutputUpdate.GenericKeyResolved;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.Ontology;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.KeyScopeChange;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.storage.wire.ShardMessage.News;
import io.kindred.testkit.OntologyText;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

class DirectoryOperatorHarnessTest {

    private static final int KEY_GROUPS = 16;
    private static final int INTERVAL = 200;
    private static final int LANE = ReconcileLanes.lane("person");

    /** At most three records have the same e-mail address. */
    private static final Ontology BY_EMAIL =
            new Ontology(
                    Map.of(
                            "person",
                            new EntityTypeRules(
                                    List.of(
                                            new IdentityKey(
                                                    "email",
                                                    List.of(new KeyAttribute("email", List.of())),
                                                    OptionalLong.of(3))),
                                    List.of(),
                                    List.of(),
                                    Map.of())),
                    Map.of());

    @Test
    void shardsAreToldOfValuesThatSpanThem() throws Exception {
        try (Running running = start()) {
            running.take(come("a", 1), come("b", 1), come("a", 4), come("b", 1));
            assertThat(running.news())
                    .containsExactly(
                            news(1, "a", KeyScope.SPANNING), news(4, "a", KeyScope.SPANNING));
            assertThat(running.toReconcile()).isEmpty();
            assertThat(running.updates()).isEmpty();
            assertThat(running.count(DirectoryOperator.SPANNING)).isEqualTo(1);
            assertThat(running.count(DirectoryOperator.GENERIC)).isZero();
        }
    }

    @Test
    void genericValuesAreToldToReconcileInTheLaneOfTheirTypeAndStated() throws Exception {
        try (Running running = start()) {
            running.take(come("a", 1), come("a", 1), come("a", 1), come("a", 1), go("a", 1));
            assertThat(running.news())
                    .containsExactly(
                            news(1, "a", KeyScope.GENERIC), news(1, "a", KeyScope.ORDINARY));
            assertThat(running.toReconcile())
                    .containsExactly(
                            news(LANE, "a", KeyScope.GENERIC), news(LANE, "a", KeyScope.ORDINARY));
            assertThat(running.updates())
                    .containsExactly(
                            open("a", 4), new GenericKeyResolved("person", "email", List.of("a")));
            assertThat(running.count(DirectoryOperator.GENERIC)).isZero();
        }
    }

    @Test
    void aNewNumberOfRecordsIsStatedOnceAnInterval() throws Exception {
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
    void aNumberThatIsAsStatedAgainIsNotStated() throws Exception {
        try (Running running = start()) {
            running.makeGeneric("a");
            running.take(come("a", 1), go("a", 1));
            assertThat(running.harness.numProcessingTimeTimers()).isZero();
            running.at(INTERVAL);
            assertThat(running.updates()).containsExactly(open("a", 4));
        }
    }

    @Test
    void whatIsGenericNoMoreIsNotStatedLater() throws Exception {
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
    void atTheEndOfTheInputAllNumbersAreStated() throws Exception {
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
    void itSpeaksAsTheDirectory() throws Exception {
        try (Running running = start()) {
            running.makeGeneric("a");
            running.take(come("a", 1));
            running.end();
            assertThat(running.harness.getSideOutput(DirectoryOperator.STATEMENTS))
                    .extracting(update -> update.getValue().owner())
                    .containsExactly(Owners.DIRECTORY, Owners.DIRECTORY);
        }
    }

    @Test
    void nothingIsKeptOfValuesThatNoRecordHas() throws Exception {
        try (Running running = new Running(new HashMapStateBackend(), 1, 0)) {
            running.harness.open();
            running.makeGeneric("a");
            running.take(come("a", 2), come("b", 1), come("b", 2));
            assertThat(running.harness.numKeyedStateEntries()).isPositive();
            running.take(go("a", 2), go("b", 2), go("b", 1));
            for (int i = 0; i < 4; i++) {
                running.take(go("a", 1));
            }
            assertThat(running.harness.numKeyedStateEntries()).isZero();
            assertThat(running.harness.numProcessingTimeTimers()).isZero();
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
            snapshot = running.harness.snapshot(1, 1);
            running.take(come("lost", 1), come("lost", 2));
        }
        List<ShardMessage> news = new ArrayList<>();
        List<OutputUpdate> updates = new ArrayList<>();
        long spanning = 0;
        long generic = 0;
        for (int subtask = 0; subtask < 3; subtask++) {
            try (Running running = restore(snapshot, 3, subtask)) {
                for (int i = 0; i < values; i++) {
                    running.takeIfOwn(go("span" + i, 2), 3, subtask);
                }
                running.at(INTERVAL - 1);
                assertThat(running.updates()).isEmpty();
                running.at(INTERVAL);
                updates.addAll(running.updates());
                news.addAll(running.news());
                spanning += running.count(DirectoryOperator.SPANNING);
                generic += running.count(DirectoryOperator.GENERIC);
            }
        }
        List<ShardMessage> expectedNews = new ArrayList<>();
        List<OutputUpdate> expected = new ArrayList<>();
        for (int i = 0; i < values; i++) {
            expectedNews.add(news(1, "span" + i, KeyScope.ORDINARY));
            expectedNews.add(news(2, "span" + i, KeyScope.ORDINARY));
            expected.add(open("gen" + i, 5));
        }
        assertThat(news).containsExactlyInAnyOrderElementsOf(expectedNews);
        assertThat(updates).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(spanning).isZero();
        assertThat(generic).isEqualTo(values);
    }

    @Test
    void anEndThatIsRepeatedRepeatsNothing() throws Exception {
        OperatorSubtaskState snapshot;
        try (Running running = start()) {
            running.makeGeneric("a");
            running.take(come("a", 1));
            running.end();
            snapshot = running.harness.snapshot(1, 1);
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
        assertThat(DirectoryOperator.STATEMENTS.getTypeInfo())
                .isEqualTo(FormatTypeInformation.OWNED_STATEMENT);
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

    private static ShardMessage news(int shard, String value, KeyScope scope) {
        return new News(shard, new KeyScopeChange("person", signature(value), scope));
    }

    private static OutputUpdate open(String value, long records) {
        return new GenericKeyOpen(new GenericKey("person", "email", List.of(value), records));
    }

    private static Running start() throws Exception {
        Running running = new Running(new EmbeddedRocksDBStateBackend(), 1, 0);
        running.harness.open();
        return running;
    }

    private static Running restore(OperatorSubtaskState snapshot, int parallelism, int subtask)
            throws Exception {
        Running running = new Running(new EmbeddedRocksDBStateBackend(), parallelism, subtask);
        running.harness.initializeState(
                AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        snapshot, KEY_GROUPS, 1, parallelism, subtask));
        running.harness.open();
        return running;
    }

    private static final class Running implements AutoCloseable {

        private final KeyedOneInputStreamOperatorTestHarness<ByteKey, KeyChange, ShardMessage>
                harness;

        Running(StateBackend backend, int parallelism, int subtask) throws Exception {
            harness =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            new DirectoryOperator(
                                    OntologyText.document(BY_EMAIL), Duration.ofMillis(INTERVAL)),
                            DirectoryOperator::key,
                            FormatTypeInformation.BYTE_KEY,
                            KEY_GROUPS,
                            parallelism,
                            subtask);
            harness.setStateBackend(backend);
        }

        void take(KeyChange... changes) throws Exception {
            for (KeyChange change : changes) {
                harness.processElement(new StreamRecord<>(change));
            }
        }

        void takeIfOwn(KeyChange change, int parallelism, int subtask) throws Exception {
            if (KeyGroupRangeAssignment.assignKeyToParallelOperator(
                            DirectoryOperator.key(change), KEY_GROUPS, parallelism)
                    == subtask) {
                take(change);
            }
        }

        /** Four records of shard 1. */
        void makeGeneric(String value) throws Exception {
            for (int i = 0; i < 4; i++) {
                take(come(value, 1));
            }
        }

        void at(long time) throws Exception {
            harness.setProcessingTime(time);
        }

        void end() throws Exception {
            harness.endInput();
        }

        List<ShardMessage> news() {
            return harness.extractOutputValues();
        }

        List<ShardMessage> toReconcile() {
            return Optional.ofNullable(harness.getSideOutput(DirectoryOperator.TO_RECONCILE))
                    .map(listener -> listener.stream().map(StreamRecord::getValue).toList())
                    .orElse(List.of());
        }

        List<OutputUpdate> updates() {
            return Optional.ofNullable(harness.getSideOutput(DirectoryOperator.STATEMENTS))
                    .map(
                            emitted ->
                                    emitted.stream()
                                            .map(StreamRecord::getValue)
                                            .map(OwnedUpdate::update)
                                            .toList())
                    .orElse(List.of());
        }

        long count(String name) {
            AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getOperator();
            return (Long) operator.getRuntimeContext().getAccumulator(name).getLocalValue();
        }

        @Override
        public void close() {
            try {
                harness.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
