package io.kindred.offline;

import io.kindred.resolve.check.Balance;
import io.kindred.resolve.check.Ledger;
import io.kindred.resolve.check.ShardCheck;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.keyed.Owners;

import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks every shard and every operator beside them, see {@link ShardCheck} and {@link Ledger}.
 *
 * @param limit how many findings each place tells as text
 * @param looked in a second run the buckets that a first one found unbalanced, in a first none
 */
public record ValidateTask(int limit, BitSet looked) implements ShardTask, KeyTask {

    private static final byte[] SHARD = {};

    /** A first run. */
    public ValidateTask(int limit) {
        this(limit, new BitSet());
    }

    @Override
    public void run(OfflineShard shard, Consumer<byte[]> rows) {
        Ledger ledger = new Ledger(shard.toString(), limit, looked, rows);
        boolean isReconcile = shard.place() == OfflineShard.Place.RECONCILE;
        try {
            Optional<Declaration> declaration = shard.declaration();
            if (declaration.isPresent()) {
                ShardCheck.Copy copy =
                        new ShardCheck.Copy(
                                shard.tables(),
                                shard.terms(),
                                shard.empty().get(),
                                isReconcile ? Owners.RECONCILE : shard.number(),
                                shard.count());
                ShardCheck.run(
                        declaration.get().ontology(), declaration.get().timeline(), copy, ledger);
                if (!isReconcile && looked.isEmpty()) {
                    rows.accept(SHARD);
                }
            }
        } catch (CorruptStateException e) {
            ledger.wrong("shard-meta", "declaration", String.valueOf(e.getMessage()));
        }
        ledger.end();
    }

    @Override
    public boolean wants(Part part) {
        return true;
    }

    @Override
    public Visitor visit(Part part, Consumer<byte[]> rows) {
        String place = part.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new KeyCheck(part, new Ledger(place, limit, looked, rows));
    }

    /** Puts together what a run tells, and after a second one what differs. */
    public static final class Report implements Consumer<byte[]> {
        private final int limit;
        private final Balance balance;
        private long shards;

        /**
         * Of no shard yet.
         *
         * @param limit how many findings are shown in all
         * @param lines told each finding that is shown as a line
         */
        public Report(int limit, Consumer<String> lines) {
            this.limit = limit;
            this.balance = new Balance(limit, lines);
        }

        @Override
        public void accept(byte[] row) {
            if (row.length == 0) {
                shards++;
            } else {
                balance.accept(row);
            }
        }

        /** The second run over the same state that tells what differs; empty if nothing does. */
        public Optional<ValidateTask> second() {
            return Optional.of(new ValidateTask(limit, balance.unbalanced()))
                    .filter(task -> !task.looked().isEmpty());
        }

        /** No more rows come; to be called once. */
        public void end() {
            balance.end();
        }

        /** How many shards there are that were ever opened, reconcile not counted. */
        public long shards() {
            return shards;
        }

        /** See {@link Balance#findings}. */
        public long findings() {
            return balance.findings();
        }
    }
}
