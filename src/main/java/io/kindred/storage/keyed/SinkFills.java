package io.kindred.storage.keyed;

import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the sinks of output streams have received. When a sink is added to a job with state, it is
 * filled: it gets the current rows of its stream once. Fills of a stream are numbered. The first
 * sink has fill 0 and gets all rows as they change.
 *
 * <p>Each output key stores the fill that its last row was emitted in. So a key whose fill is less
 * than that of its stream is yet to be emitted to the sink, and no row is emitted twice.
 *
 * <p>Format, version 1: version byte; a list of streams: the name; the number of the fill,
 * unsigned; flags (1 there is a sink, 2 the fill is not complete); the position, unsigned.
 *
 * @param streams by name
 */
public record SinkFills(SortedMap<String, Fill> streams) {

    public static final BinaryFormat<SinkFills> FORMAT = new Format();

    public SinkFills {
        streams = Collections.unmodifiableSortedMap(new TreeMap<>(streams));
    }

    /**
     * The fill of one stream.
     *
     * @param number from 0
     * @param hasSink whether the job had a sink for the stream
     * @param isPending whether rows are yet to be emitted
     * @param position where the walk over the state continues, if it is pending; 0 at its beginning
     */
    public record Fill(long number, boolean hasSink, boolean isPending, long position) {

        /** The fill of a stream that never had a sink. */
        public static final Fill NONE = new Fill(0, false, false, 0);

        /** What two subtasks know of the fill. */
        public Fill and(Fill other) {
            return new Fill(
                    Math.max(number, other.number),
                    hasSink || other.hasSink,
                    isPending || other.isPending,
                    isPending && other.isPending
                            ? Math.min(position, other.position)
                            : isPending ? position : other.position);
        }

        /** As it goes on in a job without the sink. */
        public Fill withoutSink() {
            return new Fill(number, false, false, 0);
        }

        /** As it goes on in a job with the sink, which is filled anew if it was not there. */
        public Fill withSink() {
            return hasSink ? this : new Fill(number + 1, true, true, 0);
        }

        /** At another position. */
        public Fill at(long other) {
            return new Fill(number, hasSink, isPending, other);
        }

        /** When all rows have been emitted. */
        public Fill complete() {
            return new Fill(number, hasSink, false, 0);
        }
    }

    private static final class Format implements BinaryFormat<SinkFills> {
        private static final int VERSION = 1;
        private static final int SINK = 1;
        private static final int PENDING = 2;

        @Override
        public byte[] write(SinkFills fills) {
            return new ByteWriter()
                    .raw(VERSION)
                    .list(
                            fills.streams().entrySet(),
                            (each, stream) ->
                                    write(each.string(stream.getKey()), stream.getValue()))
                    .toBytes();
        }

        private static void write(ByteWriter writer, Fill fill) {
            writer.unsigned(fill.number())
                    .raw((fill.hasSink() ? SINK : 0) | (fill.isPending() ? PENDING : 0))
                    .unsigned(fill.position());
        }

        @Override
        public SinkFills read(byte[] bytes) {
            ByteReader reader = new ByteReader("sink fills", bytes);
            reader.version(VERSION);
            SortedMap<String, Fill> streams = new TreeMap<>();
            reader.list(each -> streams.put(each.string(), readFill(each)));
            reader.end();
            return new SinkFills(streams);
        }

        private static Fill readFill(ByteReader reader) {
            long number = reader.unsigned();
            int flags = reader.flags(SINK | PENDING);
            return new Fill(number, (flags & SINK) != 0, (flags & PENDING) != 0, reader.unsigned());
        }
    }
}
