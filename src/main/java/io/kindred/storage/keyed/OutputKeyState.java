package io.kindred.storage.keyed;

import io.kindred.model.Digest;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the outputs show of one key, and what each owner says of it.
 *
 * <p>Format, version 1: version byte; flags (1 a withdrawal waits, 2 moves are kept); the revision,
 * unsigned; the updates as a list of owner, unsigned, flags (1 the bytes follow), 16 bytes of
 * digest and the bytes if they follow; if a withdrawal waits, since when, signed, and how many
 * moves are missing, unsigned.
 *
 * @param revision how often what is shown has changed; 0 if nothing ever was
 * @param updates by owner; the last is shown
 * @param waiting there if the only update was withdrawn, but is shown until the wait is over
 * @param hasMoves whether it is kept of any record where it went
 */
public record OutputKeyState(
        long revision,
        SortedMap<Integer, Held> updates,
        Optional<Waiting> waiting,
        boolean hasMoves) {

    /** Of a key that nobody has spoken of. */
    public static final OutputKeyState NONE =
            new OutputKeyState(0, new TreeMap<>(), Optional.empty(), false);

    /** The one format. */
    public static final BinaryFormat<OutputKeyState> FORMAT = new Format();

    /** Copies the updates, and checks that what waits is one. */
    public OutputKeyState {
        updates = Collections.unmodifiableSortedMap(new TreeMap<>(updates));
        if (waiting.isPresent() && updates.size() != 1) {
            throw new IllegalArgumentException(
                    "a withdrawal waits beside " + updates.size() + " statements");
        }
    }

    /**
     * An update.
     *
     * @param digest by which it is told from others
     * @param bytes it, if it is short enough to be kept here
     */
    public record Held(ByteKey digest, Optional<ByteKey> bytes) {}

    /**
     * A withdrawal that nobody has been shown.
     *
     * @param since in milliseconds of processing time
     * @param missing of an entity, of how many of its records at least it is unknown where they
     *     went
     */
    public record Waiting(long since, long missing) {}

    /** What is shown, if anything is. */
    public Optional<Held> shown() {
        return updates.isEmpty() ? Optional.empty() : Optional.of(updates.get(updates.lastKey()));
    }

    /** The row that shows it, if there is one. */
    public Optional<ShownRow> row() {
        return shown().map(held -> new ShownRow(revision, held.digest()));
    }

    /** Whether an owner says just this. */
    public boolean isSaidBy(int owner, ByteKey digest) {
        Held held = updates.get(owner);
        return waiting.isEmpty() && held != null && held.digest().equals(digest);
    }

    /** The same with these updates, of which all stand. */
    public OutputKeyState saying(SortedMap<Integer, Held> others) {
        return new OutputKeyState(revision, others, Optional.empty(), hasMoves);
    }

    /** The same with its only update withdrawn. */
    public OutputKeyState waiting(long since, long missing) {
        return new OutputKeyState(
                revision, updates, Optional.of(new Waiting(since, missing)), hasMoves);
    }

    /** The same, shown once more. */
    public OutputKeyState nextRevision() {
        return new OutputKeyState(revision + 1, updates, waiting, hasMoves);
    }

    /** The same with or without moves kept. */
    public OutputKeyState withMoves(boolean areKept) {
        return new OutputKeyState(revision, updates, waiting, areKept);
    }

    private static final class Format implements BinaryFormat<OutputKeyState> {
        private static final int VERSION = 1;
        private static final int WAITING = 1;
        private static final int MOVES = 2;
        private static final int BYTES = 1;
        private static final String WHAT = "output key";

        @Override
        public byte[] write(OutputKeyState state) {
            ByteWriter writer =
                    new ByteWriter()
                            .raw(VERSION)
                            .raw(
                                    (state.waiting().isPresent() ? WAITING : 0)
                                            | (state.hasMoves() ? MOVES : 0))
                            .unsigned(state.revision())
                            .list(
                                    state.updates().entrySet(),
                                    (each, entry) ->
                                            write(each.unsigned(entry.getKey()), entry.getValue()));
            state.waiting()
                    .ifPresent(
                            waiting -> writer.signed(waiting.since()).unsigned(waiting.missing()));
            return writer.toBytes();
        }

        private static void write(ByteWriter writer, Held held) {
            writer.raw(held.bytes().isPresent() ? BYTES : 0).raw(held.digest().bytes());
            held.bytes().ifPresent(bytes -> writer.bytes(bytes.bytes()));
        }

        @Override
        public OutputKeyState read(byte[] bytes) {
            ByteReader reader = new ByteReader(WHAT, bytes);
            reader.version(VERSION);
            int flags = reader.flags(WAITING | MOVES);
            long revision = reader.unsigned();
            SortedMap<Integer, Held> updates = new TreeMap<>();
            reader.list(each -> updates.put(readOwner(each), readHeld(each)));
            Optional<Waiting> waiting =
                    (flags & WAITING) != 0
                            ? Optional.of(new Waiting(reader.signed(), reader.unsigned()))
                            : Optional.empty();
            reader.end();
            return reader.checked(
                    () -> new OutputKeyState(revision, updates, waiting, (flags & MOVES) != 0));
        }

        private static int readOwner(ByteReader reader) {
            long owner = reader.unsigned();
            if (owner < 0 || owner > Integer.MAX_VALUE) {
                throw new CorruptStateException(WHAT, "no owner is " + owner);
            }
            return (int) owner;
        }

        private static Held readHeld(ByteReader reader) {
            boolean follow = (reader.flags(BYTES) & BYTES) != 0;
            ByteKey digest = new ByteKey(reader.raw(Digest.BYTES));
            return new Held(
                    digest, follow ? Optional.of(new ByteKey(reader.bytes())) : Optional.empty());
        }
    }
}
