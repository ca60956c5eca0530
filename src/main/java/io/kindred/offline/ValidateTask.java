package io.kindred.offline;

import io.kindred.resolve.check.ShardCheck;
import io.kindred.resolve.check.ShardContent;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.keyed.Owners;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks every shard, see {@link ShardCheck}. A shard tells so many findings at most, and how many
 * there are.
 *
 * @param limit how many findings a shard tells
 */
public record ValidateTask(int limit) implements ShardTask, FactTask {

    private static final int FINDING = 0;
    private static final int SUM = 1;
    private static final int ELSEWHERE = 2;

    @Override
    public void run(OfflineShard shard, Consumer<byte[]> rows) {
        Listener listener = new Listener(shard.toString(), rows);
        boolean isThere = false;
        try {
            var declaration = shard.declaration();
            isThere = declaration.isPresent();
            declaration.ifPresent(
                    it ->
                            ShardCheck.run(
                                    it.ontology(),
                                    it.timeline(),
                                    shard.tables(),
                                    shard.terms(),
                                    shard.place() == OfflineShard.Place.ONLY_SHARD,
                                    listener::tell));
        } catch (CorruptStateException e) {
            listener.tell("shard-meta", "declaration", String.valueOf(e.getMessage()));
        }
        rows.accept(
                new ByteWriter()
                        .raw(SUM)
                        .bool(isThere && shard.place() != OfflineShard.Place.RECONCILE)
                        .unsigned(listener.findings)
                        .toBytes());
    }

    @Override
    public void tell(OfflineShard shard, Facts facts) {
        Optional<Declaration> declaration;
        try {
            declaration = shard.declaration();
        } catch (CorruptStateException e) {
            // Found as the shard was checked.
            return;
        }
        declaration.ifPresent(it -> tell(shard, it, facts));
    }

    private static void tell(OfflineShard shard, Declaration declaration, Facts facts) {
        boolean isReconcile = shard.place() == OfflineShard.Place.RECONCILE;
        boolean isOnlyShard = shard.place() == OfflineShard.Place.ONLY_SHARD;
        int owner = isReconcile ? Owners.RECONCILE : shard.number();
        ShardContent content;
        try {
            content =
                    new ShardContent(
                            declaration.ontology(),
                            declaration.timeline(),
                            shard.tables(),
                            isOnlyShard,
                            (table, key, what) -> {});
        } catch (CorruptStateException e) {
            return;
        }
        content.forEachEmitted(
                (key, digest) -> facts.emitted(key, new OutputFact(owner, digest).toBytes()));
        if (isOnlyShard) {
            return;
        }
        content.forEachClaim(
                (signature, record, claim) ->
                        facts.claim(signature, new ClaimFact.Made(owner, record, claim).toBytes()));
        content.forEachRecord(
                (record, isEscalated, change) ->
                        facts.record(
                                record.identity().joined(),
                                new RecordFact(
                                                isReconcile,
                                                isReconcile
                                                        || content.home(record, shard.count())
                                                                == shard.number(),
                                                isEscalated,
                                                change.orElse(-1),
                                                RecordFact.content(record.descriptors()))
                                        .toBytes()));
        content.forEachKey(
                (signature, records, scope) ->
                        facts.key(
                                signature,
                                new KeyFact(isReconcile, shard.number(), records, scope)
                                        .toBytes()));
    }

    /** How what shards have of records is held against the registry. */
    public static FactCheck ofRegistry() {
        return RecordFact.Check.INSTANCE;
    }

    /** How what shards have of key values is held against the directory. */
    public static FactCheck ofDirectory() {
        return KeyFact.Check.INSTANCE;
    }

    /**
     * A row for the {@link Report} that tells of something that was found elsewhere.
     *
     * @param finding as a line
     */
    public static byte[] row(String finding) {
        return new ByteWriter().raw(ELSEWHERE).string(finding).toBytes();
    }

    /** What one shard tells. */
    private final class Listener {
        private final String shard;
        private final Consumer<byte[]> rows;
        private long findings;

        Listener(String shard, Consumer<byte[]> rows) {
            this.shard = shard;
            this.rows = rows;
        }

        void tell(String table, String key, String what) {
            if (findings++ < limit) {
                rows.accept(
                        new ByteWriter()
                                .raw(FINDING)
                                .string(shard + ": " + table + ": " + key + ": " + what)
                                .toBytes());
            }
        }
    }

    /** Puts together what the shards tell. */
    public static final class Report implements Consumer<byte[]> {
        private final int limit;
        private final Consumer<String> lines;
        private long shown;
        private long findings;
        private long shards;

        /**
         * Of no shard yet.
         *
         * @param limit how many findings are shown in all
         * @param lines told each finding that is shown as a line
         */
        public Report(int limit, Consumer<String> lines) {
            this.limit = limit;
            this.lines = lines;
        }

        @Override
        public void accept(byte[] row) {
            ByteReader reader = new ByteReader("findings", row);
            int kind = reader.raw();
            if (kind == SUM) {
                shards += reader.bool() ? 1 : 0;
                findings += reader.unsigned();
                return;
            }
            findings += kind == ELSEWHERE ? 1 : 0;
            if (shown++ < limit) {
                lines.accept(reader.string());
            }
        }

        /**
         * How many shards there are that were ever opened, those not counted in which is resolved
         * what spans them.
         */
        public long shards() {
            return shards;
        }

        /** How many findings there are, shown or not. */
        public long findings() {
            return findings;
        }
    }
}
