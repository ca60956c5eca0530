package io.kindred.resolve.check;

import io.kindred.model.Descriptor;
import io.kindred.model.Digest;
import io.kindred.model.OutputKey;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.Owners;
import io.kindred.temporal.IntervalSet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Double-entry bookkeeping over a state, in 1 MiB of memory whatever the size of the state. Facts
 * that two places must agree on are posted to the {@linkplain #left left} and to the {@linkplain
 * #right right} side of their {@link Account}. Equal entries cancel out.
 *
 * <p>The first pass keeps no entries. It adds the 128-bit hashes of left entries and subtracts
 * those of right entries, in one sum for each of {@value #BUCKETS} buckets of keys. {@link Balance}
 * adds up the sums of all ledgers. If a sum is not zero, a second pass over the same state writes
 * the entries of that bucket as text.
 *
 * <p>Example: the index has records 1 and 2, the table has records 2 and 3. The sum is hash(1) -
 * hash(3), so it is not zero. The second pass reports that 1 is only in the index and 3 only in the
 * table.
 */
public final class Ledger {

    static final int BUCKETS = 1 << 16;
    static final int WRONG = 0;
    static final int SUMS = 1;
    static final int ENTRY = 2;
    static final int PARTIAL = 3;

    /** The buckets from this one on have the rows of records, and nothing else. */
    static final int RECORD_BUCKETS = BUCKETS / 2;

    private static final String OF_RECORDS = OutputKey.Stream.RECORDS + "/";

    private final String place;
    private final int limit;
    private final BitSet inspected;
    private final Consumer<byte[]> rows;
    private final long[] sums;
    private long wrong;

    /**
     * An empty ledger of one place, for the first or the second pass.
     *
     * @param place its name in findings
     * @param limit the most findings written as text; all are counted
     * @param inspected the buckets whose entries a second pass writes; empty in the first pass
     * @param rows receives rows for a {@link Balance}
     */
    public Ledger(String place, int limit, BitSet inspected, Consumer<byte[]> rows) {
        this.place = place;
        this.limit = limit;
        this.inspected = inspected;
        this.rows = rows;
        this.sums = new long[inspected.isEmpty() ? 2 * BUCKETS : 0];
    }

    /** Posts an entry to the left side. */
    public void left(Account account, Object key, Object... what) {
        post(account, true, key, what);
    }

    /** Posts an entry to the right side. */
    public void right(Account account, Object key, Object... what) {
        post(account, false, key, what);
    }

    /** Posts what an owner emitted last, to be compared with what an output shows. */
    void emitted(OutputKey key, int owner, ByteKey digest) {
        String joined = key.stream() + "/" + key.id();
        left(account(joined), joined, Owners.name(owner), digest);
    }

    /** Posts what an output shows of an owner. */
    public void shown(String key, int owner, ByteKey digest) {
        right(account(key), key, Owners.name(owner), digest);
    }

    /** Only some records of this place are in the output, so that its rows are not compared. */
    void recordsArePartial() {
        if (inspected.isEmpty()) {
            rows.accept(new ByteWriter().raw(PARTIAL).toBytes());
        }
    }

    private static Account account(String outputKey) {
        return outputKey.startsWith(OF_RECORDS) ? Account.RECORD_ROWS : Account.OUTPUTS;
    }

    /** Records a finding that needs no second side. */
    public void wrong(String table, Object key, String what) {
        if (inspected.isEmpty() && wrong++ < limit) {
            rows.accept(
                    new ByteWriter()
                            .raw(WRONG)
                            .string(shown(place + ": " + table + ": " + key + ": " + what))
                            .toBytes());
        }
    }

    /** Writes the sums. Must be called once, at the end. */
    public void end() {
        if (!inspected.isEmpty()) {
            return;
        }
        ByteWriter row = new ByteWriter().raw(SUMS).unsigned(wrong);
        for (int i = 0; i < BUCKETS; i++) {
            if (sums[2 * i] != 0 || sums[2 * i + 1] != 0) {
                row.unsigned(i).signed(sums[2 * i]).signed(sums[2 * i + 1]);
            }
        }
        rows.accept(row.toBytes());
    }

    private void post(Account account, boolean isLeft, Object key, Object... what) {
        ByteWriter entry = new ByteWriter(128).raw(account.ordinal());
        if (account.isOfOnePlace()) {
            entry.string(place);
        }
        write(entry, key);
        int bucket = bucket(account, entry.toBytes());
        if (!inspected.isEmpty()) {
            if (inspected.get(bucket)) {
                writeEntry(bucket, account, isLeft, key, what);
            }
            return;
        }
        for (Object each : what) {
            write(entry, each);
        }
        ByteBuffer hash = ByteBuffer.wrap(Digest.of(entry.toBytes()));
        int sign = isLeft ? 1 : -1;
        sums[2 * bucket] += sign * hash.getLong();
        sums[2 * bucket + 1] += sign * hash.getLong();
    }

    private void writeEntry(
            int bucket, Account account, boolean isLeft, Object key, Object... what) {
        String content = String.join(" ", Arrays.stream(what).map(String::valueOf).toList());
        rows.accept(
                new ByteWriter()
                        .raw(ENTRY)
                        .unsigned(bucket)
                        .raw(account.ordinal())
                        .bool(isLeft)
                        .string(shown(account.title(place) + ": " + key))
                        .string(shown(content))
                        .toBytes());
    }

    /** The bucket of a key; all entries of a key are in it. */
    private static int bucket(Account account, byte[] key) {
        int hash = Arrays.hashCode(key) * 0x9E3779B9;
        return (hash >>> 17) + (account == Account.RECORD_ROWS ? RECORD_BUCKETS : 0);
    }

    private static void write(ByteWriter writer, Object part) {
        if (part instanceof ByteKey bytes) {
            writer.bytes(bytes.bytes());
        } else if (part instanceof Number number) {
            writer.signed(number.longValue());
        } else if (part instanceof RecordIdentity identity) {
            writer.string(identity.joined());
        } else if (part instanceof IntervalSet times) {
            writer.intervals(times);
        } else if (part instanceof Descriptor says) {
            writer.string(says.attribute()).string(says.value()).interval(says.interval());
        } else if (part instanceof List<?> parts) {
            writer.list(parts, Ledger::write);
        } else {
            writer.string(part.toString());
        }
    }

    /** Replaces the separator of identity fields, which is not printable. */
    private static String shown(String text) {
        return text.replace(RecordIdentity.SEPARATOR, '/');
    }
}
