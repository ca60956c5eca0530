package io.kindred.resolve.publish;

import io.kindred.model.Update;
import io.kindred.resolve.check.Account;
import io.kindred.resolve.check.Ledgers;
import io.kindred.resolve.check.OutputCheck;
import io.kindred.storage.ByteKey;
import io.kindred.storage.OutputTables;
import io.kindred.storage.ShardTables;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;

/** One output key with a clock of its own; what is deferred is done as the clock goes by. */
public final class PublishedKey implements Publisher.Listener {

    public static final long DELAY = 100;

    public final List<Row> rows = new ArrayList<>();
    public final List<RecordMove> moves = new ArrayList<>();
    public final InMemoryShardTables tables = new InMemoryShardTables();
    private ChangelogRow publication = restarted();
    private OptionalLong due = OptionalLong.empty();
    private long now;
    int waiting;
    int handOvers;

    public record Row(Update update, long revision) {}

    /** The logic is made anew over what was kept. */
    public void restart() {
        publication = restarted();
    }

    private ChangelogRow restarted() {
        return new ChangelogRow(outputTables(), DELAY, this);
    }

    /** What is kept. */
    public OutputTables outputTables() {
        return new OutputTables(
                tables.bytes(ShardTables.Name.RECORDS),
                tables.bytes(ShardTables.Name.COMPONENTS),
                tables.bytes(ShardTables.Name.UNIQUENESS));
    }

    public void say(int owner, Update update) {
        publication.accept(OwnedUpdate.of(owner, update), now);
    }

    public void tell(RecordMove move) {
        publication.accept(move, now);
    }

    /** Lets time go by, to the millisecond. */
    public void pass(long millis) {
        long until = now + millis;
        while (due.isPresent() && due.getAsLong() <= until) {
            now = due.getAsLong();
            due = OptionalLong.empty();
            publication.onTimer(now);
        }
        now = until;
    }

    public void end() {
        if (due.isPresent()) {
            due = OptionalLong.empty();
            publication.end();
        }
    }

    public boolean isDeferred() {
        return due.isPresent();
    }

    /** What a check of the key finds wrong, if owners emitted last what has these digests. */
    public List<String> findings(SortedMap<Integer, ByteKey> emitted) {
        return findings(emitted, isDeferred());
    }

    /** The same with or without a timer. */
    public List<String> findings(SortedMap<Integer, ByteKey> emitted, boolean hasTimer) {
        return Ledgers.findingsOf(
                "publish",
                ledger -> {
                    OutputCheck.ofSeveral("key", outputTables(), hasTimer, ledger);
                    emitted.forEach(
                            (owner, digest) ->
                                    ledger.left(
                                            Account.OUTPUTS, "key", Owners.name(owner), digest));
                });
    }

    public ChangelogRow publication() {
        return publication;
    }

    public List<Update> updates() {
        return rows.stream().map(Row::update).toList();
    }

    @Override
    public void row(Update update, long revision) {
        rows.add(new Row(update, revision));
    }

    @Override
    public void move(RecordMove move) {
        moves.add(move);
    }

    @Override
    public void schedule(long millis) {
        if (due.isEmpty()) {
            due = OptionalLong.of(now + millis);
        }
    }

    @Override
    public void waiting(int more) {
        waiting += more;
    }

    @Override
    public void handedOver() {
        handOvers++;
    }
}
