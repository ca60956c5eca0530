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
 * Checks every shard and every other keyed operator, see {@link ShardCheck} and {@link Ledger}.
 *
 * @param limit the number of findings that each place reports as text
 * @param looked the buckets that the first run found unbalanced; empty for a first run
 */
public record ValidateTask(int limit, BitSet looked) implements ShardTask, KeyTask {

    private static final byte[] SHARD = {};

    /** Creates the task of a first run. */
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

    /** Collects the findings of a run, and the differences of a second run. */
    public static final class Report implements Consumer<byte[]> {
        private final int limit;
        private final Balance balance;
        private long shards;

        /**
         * Creates an empty report.
         *
         * @param limit the number of findings to print in all
         * @param lines called with each finding as a line of text
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

        /** A second run over the same state to find the differences; empty if there are none. */
        public Optional<ValidateTask> second() {
            return Optional.of(new ValidateTask(limit, balance.unbalanced()))
                    .filter(task -> !task.looked().isEmpty());
        }

        /** Ends the report; must be called once after all rows. */
        public void end() {
            balance.end();
        }

        /** The number of shards that were ever opened, without the lanes of reconcile. */
        public long shards() {
            return shards;
        }

        /** See {@link Balance#findings}. */
        public long findings() {
            return balance.findings();
        }
    }
}
