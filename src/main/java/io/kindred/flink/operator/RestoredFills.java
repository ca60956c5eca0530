package io.kindred.flink.operator;

import io.kindred.model.OutputKey.Stream;
import io.kindred.storage.keyed.SinkFills;
import io.kindred.storage.keyed.SinkFills.Fill;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which sinks an operator has yet to fill. A sink that was not there when the restored state was
 * written gets the current rows of its stream once.
 *
 * <p>Operator state: {@code sink-fills}, the bytes of {@link SinkFills} once per subtask. All
 * subtasks read all of it. If one has not completed a fill, each walks over its keys again. That
 * emits no row twice, as keys store their fill.
 */
final class RestoredFills {

    private final ListState<byte[]> state;
    private final Map<Stream, Fill> fills;

    private RestoredFills(ListState<byte[]> state, Map<Stream, Fill> fills) {
        this.state = state;
        this.fills = fills;
    }

    /** Restores the fills, and begins those of sinks that are new. */
    static RestoredFills restore(OperatorStateStore store, SinkStreams sinks) throws Exception {
        ListState<byte[]> state =
                store.getUnionListState(
                        new ListStateDescriptor<>(
                                "sink-fills",
                                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        Map<Stream, Fill> before = new EnumMap<>(Stream.class);
        boolean isKnown = false;
        for (byte[] bytes : state.get()) {
            isKnown = true;
            SinkFills.FORMAT
                    .read(bytes)
                    .streams()
                    .forEach((name, fill) -> before.merge(Stream.valueOf(name), fill, Fill::and));
        }
        Map<Stream, Fill> now = new EnumMap<>(Stream.class);
        for (Stream stream : Stream.values()) {
            Fill fill =
                    isKnown
                            ? before.getOrDefault(stream, Fill.NONE)
                            : new Fill(0, !sinks.added().contains(stream), false, 0);
            now.put(stream, sinks.all().contains(stream) ? fill.withSink() : fill.withoutSink());
        }
        return new RestoredFills(state, now);
    }

    /** The number of a stream's fill. */
    long number(Stream stream) {
        return fills.get(stream).number();
    }

    /** The streams whose sinks have yet to be filled. */
    Set<Stream> pending() {
        Set<Stream> pending = EnumSet.noneOf(Stream.class);
        fills.forEach(
                (stream, fill) -> {
                    if (fill.isPending()) {
                        pending.add(stream);
                    }
                });
        return pending;
    }

    boolean isPending() {
        return fills.values().stream().anyMatch(Fill::isPending);
    }

    /** Where the walk over the state continues: the least position of what is pending. */
    long position() {
        return fills.values().stream()
                .filter(Fill::isPending)
                .mapToLong(Fill::position)
                .min()
                .orElse(0);
    }

    /** Notes that the walk has come to a position. */
    void proceed(long position) {
        fills.replaceAll((stream, fill) -> fill.isPending() ? fill.at(position) : fill);
    }

    /** Notes that the walk is over. */
    void complete() {
        fills.replaceAll((stream, fill) -> fill.complete());
    }

    /** Writes the fills; must be called for every checkpoint. */
    void snapshot() throws Exception {
        SortedMap<String, Fill> byName = new TreeMap<>();
        fills.forEach((stream, fill) -> byName.put(stream.name(), fill));
        state.update(List.of(SinkFills.FORMAT.write(new SinkFills(byName))));
    }
}
