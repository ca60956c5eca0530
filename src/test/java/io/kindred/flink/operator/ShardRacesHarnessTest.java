package io.kindred.flink.operator;

import io.kindred.codec.OntologyReader;
import io.kindred.flink.config.BatchConfig;
import io.kindred.flink.config.CacheConfig;
import io.kindred.flink.config.LargeEntitiesConfig;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.Update;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.shards.Registry;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.KeyScopeChange;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.storage.wire.ShardMessage.RecordChange;
import io.kindred.storage.wire.ShardMessage.ScopeChange;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.OntologyText;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What comes to a shard by several channels, in each order in which they may deliver it. */
class ShardRacesHarnessTest {

    private static final Ontology ONTOLOGY =
            OntologyReader.read(
                    "ontology.yaml",
                    "entity_types:\n"
                            + "  person:\n"
                            + "    identity_keys:\n"
                            + "      - {name: email, attributes: [email]}\n"
                            + "      - {name: phone, attributes: [phone]}\n");

    private static final int SHARDS = 3;

    private KeyedOneInputStreamOperatorTestHarness<Integer, ShardMessage, OwnedUpdate> harness;
    private ShardRole<ShardMessage> role = ShardRole.ONE_OF_SEVERAL;

    /** What an operator told before it was restarted. */
    private final List<OwnedUpdate> emitted = new ArrayList<>();

    private final List<SourceRecord> escalated = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void escalatesARecordOfAValueThatSpansAlready(boolean restarted) throws Exception {
        open();
        take(scopeChange("a", KeyScope.SPANNING), restarted);
        take(change(1, 1, "a"), restarted);

        assertThat(updates()).isEmpty();
        assertThat(escalated()).containsExactly(change(1, 1, "a").record());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void retractsAndEscalatesARecordWhoseValueBeginsToSpan(boolean restarted) throws Exception {
        open();
        take(change(1, 1, "a"), restarted);
        assertThat(updates()).containsExactlyInAnyOrder("emitted", "assigned 1");
        take(scopeChange("a", KeyScope.SPANNING), restarted);

        assertThat(updates()).containsExactlyInAnyOrder("retired", "unassigned 1");
        assertThat(escalated()).containsExactly(change(1, 1, "a").record());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doesNotEscalateARecordOfAValueThatNoLongerSpans(boolean restarted) throws Exception {
        open();
        take(scopeChange("a", KeyScope.SPANNING), restarted);
        take(scopeChange("a", KeyScope.LOCAL), restarted);
        take(change(1, 1, "a"), restarted);

        assertThat(updates()).containsExactlyInAnyOrder("emitted", "assigned 1");
        assertThat(escalated()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEscalatedComponentStaysEscalatedWithAllThatJoinIt(boolean restarted) throws Exception {
        open();
        take(scopeChange("a", KeyScope.SPANNING), restarted);
        take(change(1, 1, "a", "p"), restarted);
        take(scopeChange("a", KeyScope.LOCAL), restarted);
        escalated();
        take(change(2, 1, "b", "p"), restarted);
        take(change(1, 2, "c", "q"), restarted);

        assertThat(updates()).isEmpty();
        assertThat(escalated())
                .containsExactly(change(2, 1, "b", "p").record(), change(1, 2, "c", "q").record());
        take(deletion(2, 2), restarted);
        assertThat(escalated()).containsExactly(deletion(2, 2).record());
        assertThat(updates()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void genericValuesLinkNothingInAnyOrderOfArrival(boolean restarted) throws Exception {
        open();
        take(scopeChange("a", KeyScope.GENERIC), restarted);
        take(change(1, 1, "a"), restarted);
        take(change(2, 1, "a"), restarted);
        take(change(3, 1, "b"), restarted);
        take(change(4, 1, "b"), restarted);
        assertThat(entities()).containsExactlyInAnyOrder("[1]", "[2]", "[3]", "[3, 4]");
        take(scopeChange("b", KeyScope.GENERIC), restarted);
        assertThat(entities()).containsExactlyInAnyOrder("[3]", "[4]");
        take(scopeChange("a", KeyScope.LOCAL), restarted);

        assertThat(entities()).containsExactlyInAnyOrder("[1, 2]");
    }

    @Test
    void twoMovesOfARecordEndInTheLastInAnyOrderOfArrival() throws Exception {
        role = ShardRole.RECONCILE;
        List<List<RecordChange>> channels =
                List.of(
                        List.of(change(1, 1, "a"), deletion(1, 2)),
                        List.of(change(1, 3, "b"), deletion(1, 4)),
                        List.of(change(1, 5, "c")));
        List<List<RecordChange>> orders = new ArrayList<>();
        interleave(channels.stream().map(ArrayDeque::new).toList(), new ArrayList<>(), orders);
        assertThat(orders).hasSize(30);
        for (List<RecordChange> order : orders) {
            for (boolean restarted : new boolean[] {false, true}) {
                open();
                for (RecordChange each : order) {
                    take(each, restarted);
                }
                take(change(2, 1, "c"), restarted);

                assertThat(lastEntity()).as("%s", order).isEqualTo("[1, 2]");
                close();
            }
        }
    }

    @Test
    void ignoresALateRemovalOfARecordThatReturned() throws Exception {
        open();
        take(change(1, 4, "b"), false);
        take(deletion(1, 2), false);
        take(change(1, 1, "a"), false);

        assertThat(updates()).containsExactlyInAnyOrder("emitted", "assigned 1");
    }

    @Test
    void shardsAndReconcileEmitUnderTheirOwnOwners() throws Exception {
        open();
        take(change(1, 1, "a"), false);
        assertThat(owners()).containsOnly(0);
        close();
        role = ShardRole.RECONCILE;
        open();
        take(change(1, 1, "a"), false);
        assertThat(owners()).containsOnly(Owners.RECONCILE);
    }

    @Test
    void reconcileRejectsSpanningValues() throws Exception {
        role = ShardRole.RECONCILE;
        open();
        take(scopeChange("a", KeyScope.SPANNING), false);

        assertThatThrownBy(() -> take(change(1, 1, "a"), false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("reconcile cannot escalate");
    }

    @Test
    void rejectsMessagesForTheOnlyShard() throws Exception {
        open();
        ShardMessage received = new ShardMessage.Received(0, change(1, 1, "a").record());

        assertThatThrownBy(() -> take(received, false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shard cannot receive");
    }

    private static void interleave(
            List<ArrayDeque<RecordChange>> left,
            List<RecordChange> soFar,
            List<List<RecordChange>> orders) {
        boolean isDone = true;
        for (Deque<RecordChange> channel : left) {
            if (!channel.isEmpty()) {
                isDone = false;
                RecordChange next = channel.remove();
                soFar.add(next);
                interleave(left, soFar, orders);
                soFar.remove(soFar.size() - 1);
                channel.addFirst(next);
            }
        }
        if (isDone) {
            orders.add(List.copyOf(soFar));
        }
    }

    private void open() throws Exception {
        create();
        harness.open();
    }

    private void create() throws Exception {
        ShardKeys keys = new ShardKeys(SHARDS);
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new ShardOperator<>(
                                role,
                                keys,
                                new ShardSettings(
                                        OntologyText.document(ONTOLOGY),
                                        Timeline.INTEGER,
                                        new BatchConfig(1, Duration.ofHours(1), Long.MAX_VALUE),
                                        CacheConfig.DEFAULT,
                                        LargeEntitiesConfig.DEFAULT,
                                        SinkStreams.NONE)),
                        message -> keys.key(message.shard()),
                        Types.INT,
                        SHARDS,
                        1,
                        0);
        harness.setup(
                FormatTypeInformation.OWNED_UPDATE.createSerializer(
                        harness.getExecutionConfig().getSerializerConfig()));
    }

    /** Takes a message, and then goes on from a checkpoint if wanted. */
    private void take(ShardMessage message, boolean restarted) throws Exception {
        harness.processElement(new StreamRecord<>(message));
        if (restarted) {
            harness.prepareSnapshotPreBarrier(1);
            OperatorSubtaskState snapshot = harness.snapshot(1, 1);
            emitted.addAll(takeUpdates());
            escalated.addAll(escalated());
            harness.close();
            create();
            harness.initializeState(snapshot);
            harness.open();
        }
    }

    private List<SourceRecord> escalated() {
        List<SourceRecord> records = new ArrayList<>(escalated);
        escalated.clear();
        side(ShardOperator.ESCALATED).forEach(sent -> records.add(((RecordChange) sent).record()));
        return records;
    }

    private <T> List<T> side(OutputTag<T> tag) {
        Queue<StreamRecord<T>> sent = harness.getSideOutput(tag);
        List<T> values = new ArrayList<>();
        if (sent != null) {
            sent.forEach(each -> values.add(each.getValue()));
            sent.clear();
        }
        return values;
    }

    private List<OwnedUpdate> takeUpdates() {
        List<OwnedUpdate> all = new ArrayList<>(emitted);
        emitted.clear();
        all.addAll(harness.extractOutputValues());
        all.addAll(side(ShardOperator.ASSIGNMENTS));
        harness.getOutput().clear();
        return all;
    }

    private List<Integer> owners() {
        return takeUpdates().stream().map(OwnedUpdate::owner).toList();
    }

    private List<String> updates() {
        return takeUpdates().stream().map(owned -> text(owned.update())).toList();
    }

    private List<String> entities() {
        List<String> entities = new ArrayList<>();
        for (OwnedUpdate owned : takeUpdates()) {
            if (owned.update() instanceof Update.EntityUpsert emitted) {
                entities.add(
                        emitted.entity().records().stream()
                                .map(RecordIdentity::uid)
                                .toList()
                                .toString());
            }
        }
        return entities;
    }

    private String lastEntity() {
        List<String> entities = entities();
        return entities.get(entities.size() - 1);
    }

    private static String text(Update update) {
        if (update instanceof Update.Assigned assigned) {
            return "assigned " + assigned.record().uid();
        } else if (update instanceof Update.Unassigned unassigned) {
            return "unassigned " + unassigned.record().uid();
        }
        return update.isRetraction() ? "retired" : "emitted";
    }

    private static RecordIdentity identity(int uid) {
        return new RecordIdentity("person", "crm", String.valueOf(uid));
    }

    private static RecordChange change(int uid, long number, String email, String... phones) {
        List<Descriptor> descriptors = new ArrayList<>();
        descriptors.add(new Descriptor("email", email, Interval.ALWAYS));
        for (String phone : phones) {
            descriptors.add(new Descriptor("phone", phone, Interval.ALWAYS));
        }
        return new RecordChange(
                0, SourceRecord.upsert(identity(uid), OptionalLong.of(number), descriptors));
    }

    private static RecordChange deletion(int uid, long number) {
        return new RecordChange(0, SourceRecord.delete(identity(uid), OptionalLong.of(number)));
    }

    private static ScopeChange scopeChange(String email, KeyScope scope) {
        ByteKey signature =
                new Registry(ONTOLOGY, 1)
                        .accept(Optional.empty(), change(1, 1, email).record(), 0)
                        .keyChanges()
                        .get(0)
                        .signature();
        return new ScopeChange(0, new KeyScopeChange("person", signature, scope));
    }
}
