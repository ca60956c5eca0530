package io.kindred.flink.operator;

import io.kindred.flink.config.Now;
import io.kindred.flink.config.RetentionConfig;
import io.kindred.flink.operator.RegistryOperator.Count;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Answer;
import io.kindred.model.AskedMatch;
import io.kindred.model.DecisionSide;
import io.kindred.model.Descriptor;
import io.kindred.model.DigestKey;
import io.kindred.model.Erasure;
import io.kindred.model.Input;
import io.kindred.model.Question.Neighbors;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Retention;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.storage.wire.ShardMessage.RecordChange;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.OntologyText;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the registry takes out: records that expire, and those that are erased. */
class RegistryExpiryHarnessTest {

    private static final int SHARDS = 5;
    private static final int MANY = 2_500;
    private static final long STEP = 1_000;
    private static final Retention RETENTION = new Retention(500);
    private static final RetentionConfig BY_THE_CLOCK =
            config(new Now.Wall(Duration.ofMillis(STEP)));

    @Test
    void valuesExpireWhenTheTimePassesAStep() throws Exception {
        try (Running running = start(RETENTION, BY_THE_CLOCK)) {
            running.take(until("1", 1_000, "a@x"));
            running.at(1_999);
            assertThat(running.changes()).hasSize(1);
            running.sweep(2_000);
            assertThat(running.changes()).hasSize(2);
            assertThat(running.changes().get(1).record())
                    .isEqualTo(SourceRecord.delete(identity("1"), OptionalLong.of(2)));
            assertThat(running.count(Count.RECORDS.id())).isZero();
            assertThat(running.count(Count.EXPIRED_RECORDS.id())).isEqualTo(1);
        }
    }

    @Test
    void otherInputIsProcessedBetweenTheSlices() throws Exception {
        try (Running running = start(RETENTION, BY_THE_CLOCK)) {
            running.takeMany();
            for (long time = 2_000; running.count(Count.EXPIRED_RECORDS.id()) == 0; time++) {
                running.at(time);
            }
            long first = running.count(Count.EXPIRED_RECORDS.id());
            assertThat(first).isLessThanOrEqualTo(1_000);
            running.take(until("other", 9_000_000, "b@x"));
            assertThat(running.count(Count.RECORDS.id())).isEqualTo(MANY - first + 1);
            running.sweep(100_000);
            assertThat(running.count(Count.EXPIRED_RECORDS.id())).isEqualTo(MANY);
            assertThat(running.count(Count.RECORDS.id())).isEqualTo(1);
        }
    }

    @Test
    void whatIsDueExpiresAtTheEndOfTheInput() throws Exception {
        try (Running running = start(RETENTION, BY_THE_CLOCK)) {
            running.takeMany();
            running.at(2_000);
            running.end();
            assertThat(running.count(Count.EXPIRED_RECORDS.id())).isEqualTo(MANY);
        }
    }

    @Test
    void theIndexByTimeMovesWithTheKeyGroups() throws Exception {
        OperatorSubtaskState snapshot;
        try (Running running = start(RETENTION, BY_THE_CLOCK)) {
            running.takeMany();
            snapshot = running.snapshot();
        }
        long expired = 0;
        for (int subtask = 0; subtask < 3; subtask++) {
            Running running = new Running(RETENTION, BY_THE_CLOCK, 3, subtask);
            try (running) {
                running.restore(snapshot, 1, 3, subtask);
                running.sweep(2_000);
                expired += running.count(Count.EXPIRED_RECORDS.id());
            }
        }
        assertThat(expired).isEqualTo(MANY);
    }

    /** The state of the former function has neither index nor time. */
    @Test
    void stateOfTheFormerFunctionIsContinuedWithRetention() throws Exception {
        OperatorSubtaskState snapshot;
        try (Former former = new Former()) {
            former.open();
            for (int i = 0; i < MANY; i++) {
                former.take(until("" + i, 1_000_000, i + "@x"));
            }
            snapshot = former.snapshot();
        }
        Running running = new Running(RETENTION, BY_THE_CLOCK, 1, 0);
        try (running) {
            running.restore(snapshot, 1, 0);
            assertThat(running.count(Count.RECORDS.id())).isEqualTo(MANY);
            running.sweep(0);
            assertThat(running.count(Count.EXPIRED_RECORDS.id())).isZero();
            running.sweep(1_001_000);
            assertThat(running.count(Count.EXPIRED_RECORDS.id())).isEqualTo(MANY);
        }
    }

    @Test
    void ofAnIndexUnderFormerRulesNothingIsLeft() throws Exception {
        OperatorSubtaskState snapshot;
        try (Running running = startOnHeap(new Retention(70_000_000))) {
            running.take(until("uid-of-ann", 5_000, "a@x"));
            snapshot = running.snapshot();
        }
        try (Running running = new Running(RETENTION, BY_THE_CLOCK, 1, 0)) {
            running.on(new HashMapStateBackend());
            running.restore(snapshot, 1, 0);
            running.sweep(100);
            running.take(SourceRecord.erase(identity("uid-of-ann"), OptionalLong.empty()));
            assertThat(bytes(running.snapshot())).doesNotContain("uid-of-ann");
        }
    }

    private static Now at(long points) {
        return new Now.Fixed(points, Timeline.MILLIS);
    }

    @Test
    void aFixedTimeThatGoesBackIsRefused() throws Exception {
        OperatorSubtaskState snapshot;
        try (Running running = start(RETENTION, config(at(2_000)))) {
            snapshot = running.snapshot();
        }
        try (Running running = new Running(RETENTION, config(at(1_999)), 1, 0)) {
            assertThatThrownBy(() -> running.restore(snapshot, 1, 0))
                    .isInstanceOf(SuppressRestartsException.class)
                    .rootCause()
                    .hasMessageContaining(
                            "now: 1970-01-01T00:00:01.999Z is before 1970-01-01T00:00:02Z");
        }
    }

    @Test
    void nothingOfAnErasedRecordIsInTheState() throws Exception {
        try (Running running = startOnHeap(RETENTION)) {
            running.take(until("uid-of-ann", 1_000, "ann@x"), until("uid-of-ann", 1_100, "ann@y"));
            assertThat(bytes(running.snapshot())).contains("uid-of-ann").contains("ann@y");
            running.take(SourceRecord.erase(identity("uid-of-ann"), OptionalLong.empty()));
            assertThat(bytes(running.snapshot()))
                    .doesNotContain("uid-of-ann")
                    .doesNotContain("ann@");
            assertThat(running.outputs(RegistryOperator.ERASURES))
                    .containsExactly(
                            new Erasure(identity("uid-of-ann"), OptionalLong.empty(), 1, 1, 0));
            assertThat(running.count(Count.ERASED.id())).isEqualTo(1);
        }
    }

    @Test
    void anErasedRecordIsRecognisedUnderTheKeyInTheState() throws Exception {
        SourceRecord ann = until("1", Interval.MAX, "a@x");
        OperatorSubtaskState snapshot;
        try (Running running = start(RETENTION, BY_THE_CLOCK)) {
            running.take(ann, decided("1"));
            running.take(SourceRecord.erase(ann.identity(), OptionalLong.of(5)));
            snapshot = running.snapshot();
        }
        try (Running running = new Running(RETENTION, BY_THE_CLOCK, 1, 0)) {
            running.restore(snapshot, 1, 0);
            running.take(version(ann, 4));
            assertThat(running.changes()).isEmpty();
            running.take(version(ann, 6));
            assertThat(running.changes())
                    .extracting(change -> change.record().version())
                    .containsExactly(OptionalLong.of(4));
            assertThat(running.changes().get(0).record().decisions().all()).hasSize(1);
        }
    }

    @Test
    void whatIsForgottenMayComeBackWithAnyVersion() throws Exception {
        RetentionConfig forgetting =
                new RetentionConfig(
                        new Now.Wall(Duration.ofMillis(STEP)), Optional.of(Duration.ofSeconds(5)));
        SourceRecord ann = until("1", Interval.MAX, "a@x");
        try (Running running = start(RETENTION, forgetting)) {
            running.harness.setStateTtlProcessingTime(0);
            running.take(version(ann, 5));
            running.take(SourceRecord.delete(ann.identity(), OptionalLong.of(6)));
            running.take(version(ann, 4));
            assertThat(running.changes()).hasSize(2);
            running.harness.setStateTtlProcessingTime(5_001);
            running.at(5_001);
            running.take(version(ann, 4));
            assertThat(running.changes()).hasSize(3);
            assertThat(running.changes().get(2).record().version().orElseThrow())
                    .as("greater than what shards may remember")
                    .isGreaterThan(running.changes().get(1).record().version().orElseThrow());
        }
    }

    @Test
    void askedHowARecordWouldBeResolvedItAsksAllForWhatCountsOfItNow() throws Exception {
        try (Running running = new Running(RETENTION, BY_THE_CLOCK, 1, 0)) {
            running.harness.setup(
                    FormatTypeInformation.SHARD_MESSAGE.createSerializer(
                            new SerializerConfigImpl()));
            running.open();
            running.take(until("1", 9_000, "a@x"));
            running.sweep(2_000);
            running.take(
                    new AskedMatch("new", until("2", 9_000, "b@x")),
                    new AskedMatch("replaces", until("1", 9_000, "c@x")),
                    new AskedMatch("expired", until("3", 1_000, "d@x")));

            assertThat(running.asked("new"))
                    .isEqualTo(new Neighbors(version(until("2", 9_000, "b@x"), 1), none()));
            assertThat(running.asked("replaces"))
                    .isEqualTo(
                            new Neighbors(
                                    version(until("1", 9_000, "c@x"), 2),
                                    Optional.of(version(until("1", 9_000, "a@x"), 1))));
            assertThat(running.asked("expired"))
                    .isEqualTo(
                            new Neighbors(
                                    SourceRecord.delete(identity("3"), OptionalLong.of(1)),
                                    none()));
            assertThat(running.count(Count.RECORDS.id())).as("changes nothing").isEqualTo(1);
        }
    }

    private static Optional<SourceRecord> none() {
        return Optional.empty();
    }

    private static RetentionConfig config(Now now) {
        return new RetentionConfig(now, Optional.empty());
    }

    private static RecordIdentity identity(String uid) {
        return new RecordIdentity("person", "crm", uid);
    }

    private static SourceRecord until(String uid, long end, String email) {
        return SourceRecord.upsert(
                identity(uid),
                OptionalLong.empty(),
                List.of(new Descriptor("email", email, new Interval(0, end))));
    }

    private static SourceRecord version(SourceRecord record, long version) {
        return SourceRecord.upsert(
                record.identity(), OptionalLong.of(version), record.descriptors());
    }

    private static DecisionSide decided(String uid) {
        return new DecisionSide(
                identity(uid),
                identity("other"),
                OptionalLong.empty(),
                1,
                Op.UPSERT,
                Verdict.SAME,
                "aGV5");
    }

    /** All bytes of a snapshot, one character each. */
    private static String bytes(OperatorSubtaskState snapshot) throws Exception {
        List<StreamStateHandle> handles = new ArrayList<>();
        for (KeyedStateHandle keyed : snapshot.getManagedKeyedState()) {
            handles.add((StreamStateHandle) keyed);
        }
        for (OperatorStateHandle operator : snapshot.getManagedOperatorState()) {
            handles.add(operator.getDelegateStateHandle());
        }
        StringBuilder text = new StringBuilder();
        for (StreamStateHandle handle : handles) {
            try (InputStream stream = handle.openInputStream()) {
                text.append(new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    private static Running start(Retention retention, RetentionConfig config) throws Exception {
        Running running = new Running(retention, config, 1, 0);
        running.open();
        return running;
    }

    /** On the heap, of which a snapshot has what is there and no more. */
    private static Running startOnHeap(Retention retention) throws Exception {
        Running running = new Running(retention, BY_THE_CLOCK, 1, 0);
        running.on(new HashMapStateBackend());
        running.open();
        return running;
    }

    private static final class Running extends OneInputHarness<String, Input, ShardMessage> {

        Running(Retention retention, RetentionConfig config, int parallelism, int subtask)
                throws Exception {
            super(
                    operator(retention, config),
                    RegistryOperator::key,
                    Types.STRING,
                    parallelism,
                    subtask);
        }

        private static OneInputStreamOperator<Input, ShardMessage> operator(
                Retention retention, RetentionConfig config) {
            Ontology ontology =
                    new Ontology(
                            Map.of(
                                    "person",
                                    new EntityTypeRules(
                                            List.of(
                                                    new IdentityKey(
                                                            "email",
                                                            List.of(
                                                                    new KeyAttribute(
                                                                            "email", List.of())),
                                                            OptionalLong.of(1000))),
                                            List.of(),
                                            List.of(),
                                            Map.of(),
                                            retention)),
                            Map.of());
            return new RegistryOperator(
                    OntologyText.document(ontology), SHARDS, config, DigestKey.random());
        }

        void take(Input... inputs) throws Exception {
            takeAll(List.of(inputs));
        }

        void takeMany() throws Exception {
            for (int i = 0; i < MANY; i++) {
                take(until("" + i, 1_000, i + "@x"));
            }
        }

        /**
         * Lets the time come, and all slices that it starts; then only the timer of the step is
         * left.
         */
        void sweep(long time) throws Exception {
            at(time);
            for (long later = time; activeTimers() > 1; later++) {
                at(later);
            }
        }

        /** What all shards are asked because of a question. */
        Neighbors asked(String token) {
            List<ShardMessage.Asked> asked =
                    outputs().stream()
                            .filter(ShardMessage.Asked.class::isInstance)
                            .map(ShardMessage.Asked.class::cast)
                            .filter(message -> message.token().equals(token))
                            .toList();
            assertThat(asked)
                    .extracting(ShardMessage.Asked::shard)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, SHARDS).boxed().toList());
            assertThat(asked)
                    .extracting(ShardMessage.Asked::subject)
                    .containsOnly(asked.get(0).subject());
            Neighbors found = (Neighbors) asked.get(0).subject();
            assertThat(outputs(RegistryOperator.QUESTIONS_TO_RECONCILE))
                    .filteredOn(message -> ((ShardMessage.Asked) message).token().equals(token))
                    .extracting(message -> ((ShardMessage.Asked) message).subject())
                    .containsExactly(found);
            assertThat(outputs(RegistryOperator.ANSWERS))
                    .contains(
                            new AnswerMessage.Part(
                                    token, Owners.REGISTRY, new Answer.Registered(found)));
            return found;
        }

        List<RecordChange> changes() {
            return outputs().stream().map(message -> (RecordChange) message).toList();
        }
    }

    /** The operator that jobs had before, as far as its state goes. */
    private static final class Former extends OneInputHarness<String, Input, ShardMessage> {

        Former() throws Exception {
            super(
                    new KeyedProcessOperator<>(new FormerFunction()),
                    RegistryOperator::key,
                    Types.STRING,
                    1,
                    0);
        }
    }

    private static final class FormerFunction
            extends KeyedProcessFunction<String, Input, ShardMessage>
            implements CheckpointedFunction {

        private static final long serialVersionUID = 1L;

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            context.getOperatorStateStore()
                    .getListState(new ListStateDescriptor<>("registry-records", Types.LONG))
                    .update(List.of((long) MANY));
        }

        @Override
        public void processElement(Input input, Context context, Collector<ShardMessage> out)
                throws Exception {
            getRuntimeContext()
                    .getState(
                            new ValueStateDescriptor<>(
                                    "registration",
                                    PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO))
                    .update(
                            Registration.FORMAT.write(
                                    new Registration(
                                            true,
                                            OptionalLong.empty(),
                                            1,
                                            ((SourceRecord) input).descriptors())));
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {}
    }
}
