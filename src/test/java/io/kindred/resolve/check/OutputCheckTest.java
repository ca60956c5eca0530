package io.kindred.resolve.check;

import io.kindred.model.Update;
import io.kindred.resolve.publish.OutputKeyStore;
import io.kindred.resolve.publish.PublishedKey;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.keyed.Published;
import io.kindred.storage.wire.RecordMove;
import io.kindred.testkit.SampleUpdates;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class OutputCheckTest {

    private static final int SHARD = 3;
    private static final Update SHORT = SampleUpdates.assigned();
    private static final Update OTHER =
            new Update.Assigned(((Update.Assigned) SHORT).record(), "person-other");
    private static final Update LONG =
            SampleUpdates.named("x".repeat(OutputKeyStore.SHORT), SampleUpdates.C1);

    private final PublishedKey key = new PublishedKey();

    @Test
    void comparesTheOutputWithWhatAllOwnersEmitted() {
        key.say(SHARD, SHORT);
        key.say(Owners.RECONCILE, OTHER);

        assertThat(check(Map.of(SHARD, SHORT, Owners.RECONCILE, OTHER))).isEmpty();
        assertThat(check(Map.of(SHARD, SHORT)))
                .singleElement()
                .asString()
                .matches("publish: key: reconcile [0-9a-f]{32} is only in the output");
        assertThat(check(Map.of(SHARD, OTHER, Owners.RECONCILE, OTHER)))
                .singleElement()
                .asString()
                .contains("shard 3", "is only in the output", "is only in what was emitted");
        assertThat(check(Map.of(SHARD, SHORT, Owners.RECONCILE, OTHER, 4, SHORT)))
                .singleElement()
                .asString()
                .matches("publish: key: shard 4 [0-9a-f]{32} is only in what was emitted");
    }

    @Test
    void aKeyThatNobodyEmitsIsAbsentOrAwaitsItsRetraction() {
        assertThat(check(Map.of())).isEmpty();
        assertThat(check(Map.of(SHARD, SHORT))).singleElement().asString().contains("shard 3");
        key.say(SHARD, SHORT);
        key.say(SHARD, SampleUpdates.unassigned());
        assertThat(key.isDeferred()).isTrue();
        assertThat(check(Map.of())).isEmpty();
        assertThat(check(Map.of(SHARD, SHORT))).singleElement().asString().contains("shard 3");
        assertThat(key.findings(new TreeMap<>(), false))
                .containsExactly(
                        "publish: published: key: has a delayed retraction without a timer");
    }

    @Test
    void checksStoredLongUpdates() {
        key.say(SHARD, LONG);
        Map<Integer, Update> emitted = Map.of(SHARD, LONG);
        assertThat(check(emitted)).isEmpty();
        byte[] owner = key.outputTables().updates().scan().next().key();
        byte[] kept = key.outputTables().updates().get(owner);

        key.outputTables().updates().put(new byte[] {9}, kept);
        assertThat(check(emitted))
                .containsExactly(
                        "publish: published: key: has stored updates that its main entry does not list");
        key.outputTables().updates().remove(new byte[] {9});
        kept[kept.length - 1]++;
        key.outputTables().updates().put(owner, kept);
        assertThat(check(emitted))
                .containsExactly("publish: published: key: lacks the update that shard 3 emitted");
        key.outputTables().updates().remove(owner);
        assertThat(check(emitted))
                .contains("publish: published: key: lacks the update that shard 3 emitted");
    }

    @Test
    void checksThatTheMainEntryMentionsMoves() {
        key.say(SHARD, LONG);
        key.tell(new RecordMove(SampleUpdates.E2, "person-1", Optional.empty()));
        assertThat(check(Map.of(SHARD, LONG))).isEmpty();
        byte[] move = key.outputTables().moves().scan().next().value();

        PublishedKey other = new PublishedKey();
        other.say(SHARD, LONG);
        other.outputTables().moves().put(new byte[] {1}, move);
        assertThat(other.findings(digests(Map.of(SHARD, LONG))))
                .containsExactly(
                        "publish: published: key: has moves that its main entry does not mention");
    }

    @Test
    void comparesTheDigestOfTheOnlyShard() {
        ByteKey digest = digest(SHORT);
        ByteKey bytes = EncodedUpdate.of(SHORT).bytes();
        SortedMap<Integer, ByteKey> emitted = digests(Map.of(0, SHORT));

        assertThat(only(shown(digest, Optional.empty()), emitted)).isEmpty();
        assertThat(only(shown(digest, Optional.of(bytes)), emitted)).isEmpty();
        assertThat(only(shown(digest, Optional.of(digest)), emitted))
                .containsExactly(
                        "publish: published: key: has a stored update that is not the one shown");
        assertThat(only(Optional.empty(), emitted))
                .containsExactly(
                        "publish: key: shard 0 " + digest + " is only in what was emitted");
        assertThat(only(shown(digest(OTHER), Optional.empty()), emitted))
                .singleElement()
                .asString()
                .contains("is only in the output", "is only in what was emitted");
        assertThat(only(shown(digest, Optional.empty()), new TreeMap<>()))
                .containsExactly("publish: key: shard 0 " + digest + " is only in the output");
        Published retracted = new Published(2, Optional.empty(), Optional.empty());
        assertThat(only(Optional.of(retracted), new TreeMap<>())).isEmpty();
    }

    private List<String> check(Map<Integer, Update> emitted) {
        return key.findings(digests(emitted));
    }

    private static List<String> only(
            Optional<Published> published, SortedMap<Integer, ByteKey> emitted) {
        return Ledgers.findingsOf(
                "publish",
                ledger -> {
                    published.ifPresent(kept -> OutputCheck.ofOnly("key", kept, ledger));
                    emitted.forEach(
                            (owner, digest) ->
                                    ledger.left(
                                            Account.OUTPUTS, "key", Owners.name(owner), digest));
                });
    }

    private static Optional<Published> shown(ByteKey digest, Optional<ByteKey> update) {
        return Optional.of(new Published(1, Optional.of(digest), update));
    }

    static SortedMap<Integer, ByteKey> digests(Map<Integer, Update> emitted) {
        SortedMap<Integer, ByteKey> digests = new TreeMap<>();
        emitted.forEach((owner, update) -> digests.put(owner, digest(update)));
        return digests;
    }

    private static ByteKey digest(Update update) {
        return EncodedUpdate.of(update).shown().orElseThrow();
    }
}
