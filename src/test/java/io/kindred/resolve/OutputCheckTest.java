package io.kindred.resolve;

import io.kindred.model.Statement;
import io.kindred.storage.ByteKey;
import io.kindred.storage.EncodedStatement;
import io.kindred.storage.Owners;
import io.kindred.storage.Published;
import io.kindred.storage.RecordMove;
import io.kindred.testkit.SampleStatements;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class OutputCheckTest {

    private static final int SHARD = 3;
    private static final Statement SHORT = SampleStatements.assigned();
    private static final Statement OTHER =
            new Statement.Assigned(((Statement.Assigned) SHORT).record(), "person-other");
    private static final Statement LONG =
            PublicationTest.entity("x".repeat(OutputKeyStore.SHORT), SampleStatements.C1);

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
        key.say(SHARD, SampleStatements.unassigned());
        assertThat(key.isDeferred()).isTrue();
        assertThat(check(Map.of())).isEmpty();
        assertThat(check(Map.of(SHARD, SHORT))).contains("is not shown, and shard 3 states it");
        assertThat(OutputCheck.check(key.outputTables(), new TreeMap<>(), false))
                .contains("waits to be withdrawn, and nothing will do it");
    }

    @Test
    void aLongStatementIsKeptWhole() {
        key.say(SHARD, LONG);
        Map<Integer, Statement> stated = Map.of(SHARD, LONG);
        assertThat(check(stated)).isEmpty();
        byte[] owner = key.outputTables().statements().scan().next().key();
        byte[] kept = key.outputTables().statements().get(owner);

        key.outputTables().statements().put(new byte[] {9}, kept);
        assertThat(check(stated)).contains("keeps statements that it does not know of");
        key.outputTables().statements().remove(new byte[] {9});
        kept[kept.length - 1]++;
        key.outputTables().statements().put(owner, kept);
        assertThat(check(stated)).contains("does not keep the statement of shard 3 whole");
        key.outputTables().statements().remove(owner);
        assertThat(check(stated)).contains("does not keep the statement of shard 3 whole");
    }

    @Test
    void movesAreKnownOf() {
        key.say(SHARD, LONG);
        key.tell(new RecordMove(SampleStatements.E2, "person-1", Optional.empty()));
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
        ByteKey bytes = EncodedStatement.of(SHORT).bytes();
        SortedMap<Integer, ByteKey> stated = digests(Map.of(0, SHORT));

        assertThat(OutputCheck.check(shown(digest, Optional.empty()), stated)).isEmpty();
        assertThat(OutputCheck.check(shown(digest, Optional.of(bytes)), stated)).isEmpty();
        assertThat(OutputCheck.check(shown(digest, Optional.of(digest)), stated))
                .contains("does not keep the statement that it shows");
        assertThat(OutputCheck.check(Optional.empty(), stated))
                .contains("is not shown, and shard 0 states it");
        assertThat(OutputCheck.check(shown(digest(OTHER), Optional.empty()), stated))
                .contains("is shown otherwise than shard 0 stated it last");
        assertThat(OutputCheck.check(shown(digest, Optional.empty()), new TreeMap<>()))
                .contains("is shown as shard 0 stated it, which does not state it any more");
        Published withdrawn = new Published(2, Optional.empty(), Optional.empty());
        assertThat(OutputCheck.check(Optional.of(withdrawn), new TreeMap<>())).isEmpty();
    }

    private Optional<String> check(Map<Integer, Statement> stated) {
        return OutputCheck.check(key.outputTables(), digests(stated), key.isDeferred());
    }

    private static Optional<Published> shown(ByteKey digest, Optional<ByteKey> statement) {
        return Optional.of(new Published(1, Optional.of(digest), statement));
    }

    static SortedMap<Integer, ByteKey> digests(Map<Integer, Statement> stated) {
        SortedMap<Integer, ByteKey> digests = new TreeMap<>();
        stated.forEach((owner, statement) -> digests.put(owner, digest(statement)));
        return digests;
    }

    private static ByteKey digest(Statement statement) {
        return EncodedStatement.of(statement).shown().orElseThrow();
    }
}
