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
 * The published row of an output key, and the current update of each owner.
 *
 * <p>Format, version 3: version byte; flags (1 a retraction is delayed, 2 moves are stored, 4 the
 * record was erased); the revision, unsigned; the updates as a list of owner, unsigned, flags (1
 * the bytes follow), 16 bytes of digest and the bytes if they follow; with a delayed retraction,
 * since when, signed, and the number of missing moves, unsigned; the fill, unsigned. Version 2 has
 * no flag 4, and version 1 no fill either. The oldest version that can hold the state is written.
 *
 * @param revision the number of rows published so far
 * @param updates the updates by owner; the last is published
 * @param waiting present if the only update was retracted, but its row is still published
 * @param hasMoves whether moves of records are stored
 * @param fill the {@linkplain SinkFills fill} of the sink that the last row was emitted in
 * @param isErased whether an owner emitted that the record was erased, so that nothing of the key
 *     may be kept when it is not shown any more
 */
public record OutputKeyState(
        long revision,
        SortedMap<Integer, OwnerUpdate> updates,
        Optional<Waiting> waiting,
        boolean hasMoves,
        long fill,
        boolean isErased) {

    /** The state of a key without updates. */
    public static final OutputKeyState NONE =
            new OutputKeyState(0, new TreeMap<>(), Optional.empty(), false);

    public static final BinaryFormat<OutputKeyState> FORMAT = new Format();

    /** The state of a key whose last row is of the first fill. */
    public OutputKeyState(
            long revision,
            SortedMap<Integer, OwnerUpdate> updates,
            Optional<Waiting> waiting,
            boolean hasMoves) {
        this(revision, updates, waiting, hasMoves, 0);
    }

    /** The state of a key that was not erased. */
    public OutputKeyState(
            long revision,
            SortedMap<Integer, OwnerUpdate> updates,
            Optional<Waiting> waiting,
            boolean hasMoves,
            long fill) {
        this(revision, updates, waiting, hasMoves, fill, false);
    }

    /** The state of a key that is not shown, of which only the revision is remembered. */
    public static OutputKeyState gone(long revision) {
        return new OutputKeyState(revision, new TreeMap<>(), Optional.empty(), false);
    }

    /** Copies the updates and checks that a delayed retraction has exactly one. */
    public OutputKeyState {
        updates = Collections.unmodifiableSortedMap(new TreeMap<>(updates));
        if (waiting.isPresent() && updates.size() != 1) {
            throw new IllegalArgumentException(
                    "a delayed retraction with " + updates.size() + " updates, expected 1");
        }
    }

    /**
     * An update of an owner.
     *
     * @param digest identifies its content
     * @param bytes the update, if it is short enough to be stored here
     */
    public record OwnerUpdate(ByteKey digest, Optional<ByteKey> bytes) {}

    /**
     * A delayed retraction.
     *
     * @param since the processing time in milliseconds at which it was received
     * @param missing for an entity, the least number of its records whose new entity is unknown
     */
    public record Waiting(long since, long missing) {}

    /** The published update, if there is one. */
    public Optional<OwnerUpdate> shown() {
        return updates.isEmpty() ? Optional.empty() : Optional.of(updates.get(updates.lastKey()));
    }

    /** The published row, if there is one. */
    public Optional<ShownRow> row() {
        return shown().map(update -> new ShownRow(revision, update.digest()));
    }

    /** Whether this is an owner's current update. */
    public boolean isCurrentUpdate(int owner, ByteKey digest) {
        OwnerUpdate update = updates.get(owner);
        return waiting.isEmpty() && update != null && update.digest().equals(digest);
    }

    /** Returns a copy with these updates and no delayed retraction. */
    public OutputKeyState withUpdates(SortedMap<Integer, OwnerUpdate> others) {
        return new OutputKeyState(revision, others, Optional.empty(), hasMoves, fill, isErased);
    }

    /** Returns a copy whose only update is retracted after a delay. */
    public OutputKeyState waiting(long since, long missing) {
        return new OutputKeyState(
                revision,
                updates,
                Optional.of(new Waiting(since, missing)),
                hasMoves,
                fill,
                isErased);
    }

    /** Returns a copy with the next revision, whose row is emitted in a fill. */
    public OutputKeyState nextRevision(long inFill) {
        return new OutputKeyState(revision + 1, updates, waiting, hasMoves, inFill, isErased);
    }

    /** Returns a copy whose row is emitted once more, in another fill. */
    public OutputKeyState inFill(long other) {
        return new OutputKeyState(revision, updates, waiting, hasMoves, other, isErased);
    }

    /** Returns a copy with or without stored moves. */
    public OutputKeyState withMoves(boolean areKept) {
        return new OutputKeyState(revision, updates, waiting, areKept, fill, isErased);
    }

    /** Returns a copy of which nothing may be kept when it is not shown any more. */
    public OutputKeyState erased() {
        return new OutputKeyState(revision, updates, waiting, hasMoves, fill, true);
    }

    /** Whether nothing but the revision is in it. */
    public boolean isGone() {
        return updates.isEmpty() && !hasMoves;
    }

    private static final class Format implements BinaryFormat<OutputKeyState> {
        private static final int WITHOUT_FILL = 1;
        private static final int WITHOUT_ERASED = 2;
        private static final int VERSION = 3;
        private static final int WAITING = 1;
        private static final int MOVES = 2;
        private static final int ERASED = 4;
        private static final int BYTES = 1;
        private static final String WHAT = "output key";

        @Override
        public byte[] write(OutputKeyState state) {
            ByteWriter writer =
                    new ByteWriter()
                            .raw(version(state))
                            .raw(
                                    (state.waiting().isPresent() ? WAITING : 0)
                                            | (state.hasMoves() ? MOVES : 0)
                                            | (state.isErased() ? ERASED : 0))
                            .unsigned(state.revision())
                            .list(
                                    state.updates().entrySet(),
                                    (each, entry) ->
                                            write(each.unsigned(entry.getKey()), entry.getValue()));
            state.waiting()
                    .ifPresent(
                            waiting -> writer.signed(waiting.since()).unsigned(waiting.missing()));
            if (version(state) > WITHOUT_FILL) {
                writer.unsigned(state.fill());
            }
            return writer.toBytes();
        }

        private static int version(OutputKeyState state) {
            if (state.isErased()) {
                return VERSION;
            }
            return state.fill() == 0 ? WITHOUT_FILL : WITHOUT_ERASED;
        }

        private static void write(ByteWriter writer, OwnerUpdate update) {
            writer.raw(update.bytes().isPresent() ? BYTES : 0).raw(update.digest().bytes());
            update.bytes().ifPresent(bytes -> writer.bytes(bytes.bytes()));
        }

        @Override
        public OutputKeyState read(byte[] bytes) {
            ByteReader reader = new ByteReader(WHAT, bytes);
            int version = reader.version(VERSION);
            int flags = reader.flags(WAITING | MOVES | (version > WITHOUT_ERASED ? ERASED : 0));
            long revision = reader.unsigned();
            SortedMap<Integer, OwnerUpdate> updates = new TreeMap<>();
            reader.list(each -> updates.put(readOwner(each), readUpdate(each)));
            Optional<Waiting> waiting =
                    (flags & WAITING) != 0
                            ? Optional.of(new Waiting(reader.signed(), reader.unsigned()))
                            : Optional.empty();
            long fill = version > WITHOUT_FILL ? reader.unsigned() : 0;
            reader.end();
            return reader.checked(
                    () ->
                            new OutputKeyState(
                                    revision,
                                    updates,
                                    waiting,
                                    (flags & MOVES) != 0,
                                    fill,
                                    (flags & ERASED) != 0));
        }

        private static int readOwner(ByteReader reader) {
            long owner = reader.unsigned();
            if (owner < 0 || owner > Integer.MAX_VALUE) {
                throw new CorruptStateException(WHAT, "invalid owner " + owner);
            }
            return (int) owner;
        }

        private static OwnerUpdate readUpdate(ByteReader reader) {
            boolean follow = (reader.flags(BYTES) & BYTES) != 0;
            ByteKey digest = new ByteKey(reader.raw(Digest.BYTES));
            return new OwnerUpdate(
                    digest, follow ? Optional.of(new ByteKey(reader.bytes())) : Optional.empty());
        }
    }
}
