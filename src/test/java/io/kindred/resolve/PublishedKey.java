package io.kindred.resolve;

import io.kindred.model.Statement;
import io.kindred.storage.OutputTables;
import io.kindred.storage.OwnedStatement;
import io.kindred.storage.RecordMove;
import io.kindred.storage.ShardTables;
import io.kindred.storage.memory.InMemoryShardTables;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One output key with a clock of its own; what is deferred is done as the clock goes by. */
final class PublishedKey implements Publication.Told {

    static final long DELAY = 100;

    final List<Row> rows = new ArrayList<>();
    final List<RecordMove> moves = new ArrayList<>();
    final InMemoryShardTables tables = new InMemoryShardTables();
    private Publication publication = restarted();
    private OptionalLong due = OptionalLong.empty();
    private long now;

    record Row(Statement statement, long revision) {}

    /** The logic is made anew over what was kept. */
    void restart() {
        publication = restarted();
    }

    private Publication restarted() {
        return new Publication(outputTables(), DELAY, this);
    }

    /** What is kept. */
    OutputTables outputTables() {
        return new OutputTables(
                tables.bytes(ShardTables.Name.RECORDS),
                tables.bytes(ShardTables.Name.COMPONENTS),
                tables.bytes(ShardTables.Name.UNIQUENESS));
    }

    void say(int owner, Statement statement) {
        publication.accept(OwnedStatement.of(owner, statement), now);
    }

    void tell(RecordMove move) {
        publication.accept(move, now);
    }

    /** Lets time go by, to the millisecond. */
    void pass(long millis) {
        long until = now + millis;
        while (due.isPresent() && due.getAsLong() <= until) {
            now = due.getAsLong();
            due = OptionalLong.empty();
            publication.due(now);
        }
        now = until;
    }

    void end() {
        if (due.isPresent()) {
            due = OptionalLong.empty();
            publication.end();
        }
    }

    boolean isDeferred() {
        return due.isPresent();
    }

    Publication publication() {
        return publication;
    }

    List<Statement> statements() {
        return rows.stream().map(Row::statement).toList();
    }

    @Override
    public void row(Statement statement, long revision) {
        rows.add(new Row(statement, revision));
    }

    @Override
    public void move(RecordMove move) {
        moves.add(move);
    }

    @Override
    public void putOff(long millis) {
        if (due.isEmpty()) {
            due = OptionalLong.of(now + millis);
        }
    }
}
