package io.kindred.resolve.check;

import io.kindred.model.OutputUpdate;
import io.kindred.resolve.PublishedKey;
import io.kindred.resolve.publish.ChangelogRowTest;
import io.kindred.resolve.publish.OutputKeyStore;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.keyed.Published;
import io.kindred.storage.wire.RecordMove;
import io.kindred.testkit.SampleUpdates;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class OutputCheckTest {

    private static final int SHARD = 3;
    private static final OutputUpdate SHORT = SampleUpdates.assigned();
    private static final OutputUpdate OTHER =
            new OutputUpdate.Assigned(((OutputUpdate.Assigned) SHORT).record(), "person-other");
    private static final OutputUpdate LONG =
            ChangelogRowTest.entity("x".repeat(OutputKeyStore.SHORT), SampleUpdates.C1);

    private final PublishedKey key = new PublishedKey();

    @Test
    void whatIsShownIsWhatAllOwnersStated() {
        key.say(SHARD, SHORT);
        key.say(Owners.RECONCILE, OTHER);

        assertThat(check(Map.of(SHARD, SHORT, Owners.RECONCILE, OTHER))).isEmpty();
        assertThat(check(Map.of(SHARD, SHORT)))
                .contains("is shown as reconcile stated it, which does not state it any more");
        assertThat(check(Map.of(SHARD, OTHER, Owners.RECONCILE, OTHER)))
                .contains("is shown otherwise than shard 3 stated it last");
        assertThat(check(Map.of(SHARD, SHORT, Owners.RECONCILE, OTHER, 4, SHORT)))
                .contains("is not shown, and shard 4 states it");
    }

    @Test
    void whatNobodyStatesIsNotThereOrWaitsToBeWithdrawn() {
        assertThat(check(Map.of())).isEmpty();
        assertThat(check(Map.of(SHARD, SHORT))).contains("is not shown, and shard 3 states it");
        key.say(SHARD, SHORT);
        key.say(SHARD, SampleUpdates.unassigned());
        assertThat(key.isDeferred()).isTrue();
        assertThat(check(Map.of())).isEmpty();
        assertThat(check(Map.of(SHARD, SHORT))).contains("is not shown, and shard 3 states it");
        assertThat(OutputCheck.check(key.outputTables(), new TreeMap<>(), false))
                .contains("waits to be withdrawn, and nothing will do it");
    }

    @Test
    void aLongStatementIsKeptWhole() {
        key.say(SHARD, LONG);
        Map<Integer, OutputUpdate> emitted = Map.of(SHARD, LONG);
        assertThat(check(emitted)).isEmpty();
        byte[] owner = key.outputTables().updates().scan().next().key();
        byte[] kept = key.outputTables().updates().get(owner);

        key.outputTables().updates().put(new byte[] {9}, kept);
        assertThat(check(emitted)).contains("keeps statements that it does not know of");
        key.outputTables().updates().remove(new byte[] {9});
        kept[kept.length - 1]++;
        key.outputTables().updates().put(owner, kept);
        assertThat(check(emitted)).contains("does not keep the statement of shard 3 whole");
        key.outputTables().updates().remove(owner);
        assertThat(check(emitted)).contains("does not keep the statement of shard 3 whole");
    }

    @Test
    void movesAreKnownOf() {
        key.say(SHARD, LONG);
        key.tell(new RecordMove(SampleUpdates.E2, "person-1", Optional.empty()));
        assertThat(check(Map.of(SHARD, LONG))).isEmpty();
        byte[] move = key.outputTables().moves().scan().next().value();

        PublishedKey other = new PublishedKey();
        other.say(SHARD, LONG);
        other.outputTables().moves().put(new byte[] {1}, move);
        assertThat(OutputCheck.check(other.outputTables(), digests(Map.of(SHARD, LONG)), false))
                .contains("keeps moves that it does not know of");
    }

    @Test
    void ofAnOnlyShardTheOneDigestIsCompared() {
        ByteKey digest = digest(SHORT);
        ByteKey bytes = EncodedUpdate.of(SHORT).bytes();
        SortedMap<Integer, ByteKey> emitted = digests(Map.of(0, SHORT));

        assertThat(OutputCheck.check(shown(digest, Optional.empty()), emitted)).isEmpty();
        assertThat(OutputCheck.check(shown(digest, Optional.of(bytes)), emitted)).isEmpty();
        assertThat(OutputCheck.check(shown(digest, Optional.of(digest)), emitted))
                .contains("does not keep the statement that it shows");
        assertThat(OutputCheck.check(Optional.empty(), emitted))
                .contains("is not shown, and shard 0 states it");
        assertThat(OutputCheck.check(shown(digest(OTHER), Optional.empty()), emitted))
                .contains("is shown otherwise than shard 0 stated it last");
        assertThat(OutputCheck.check(shown(digest, Optional.empty()), new TreeMap<>()))
                .contains("is shown as shard 0 stated it, which does not state it any more");
        Published withdrawn = new Published(2, Optional.empty(), Optional.empty());
        assertThat(OutputCheck.check(Optional.of(withdrawn), new TreeMap<>())).isEmpty();
    }

    private Optional<String> check(Map<Integer, OutputUpdate> emitted) {
        return OutputCheck.check(key.outputTables(), digests(emitted), key.isDeferred());
    }

    private static Optional<Published> shown(ByteKey digest, Optional<ByteKey> update) {
        return Optional.of(new Published(1, Optional.of(digest), update));
    }

    static SortedMap<Integer, ByteKey> digests(Map<Integer, OutputUpdate> emitted) {
        SortedMap<Integer, ByteKey> digests = new TreeMap<>();
        emitted.forEach((owner, update) -> digests.put(owner, digest(update)));
        return digests;
    }

    private static ByteKey digest(OutputUpdate update) {
        return EncodedUpdate.of(update).shown().orElseThrow();
    }
}
