package io.kindred.flink.operator;

import io.kindred.model.OutputKey.Stream;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Set;

/**
 * The output streams of a job that have a sink.
 *
 * @param all those with a sink
 * @param added those without a sink when the state to restore was written; only needed for states
 *     of releases that did not note it themselves
 */
public record SinkStreams(Set<Stream> all, Set<Stream> added) implements Serializable {

    /** No stream: no sink is ever filled. */
    public static final SinkStreams NONE = new SinkStreams(Set.of(), Set.of());

    public SinkStreams {
        all = Set.copyOf(all);
        added = Set.copyOf(added);
    }

    /** All but one of the streams. */
    SinkStreams without(Stream stream) {
        return only(EnumSet.complementOf(EnumSet.of(stream)));
    }

    /** Only some of the streams. */
    SinkStreams only(Set<Stream> some) {
        Set<Stream> allOfThem = EnumSet.copyOf(some);
        allOfThem.retainAll(all);
        Set<Stream> addedOfThem = EnumSet.copyOf(some);
        addedOfThem.retainAll(added);
        return new SinkStreams(allOfThem, addedOfThem);
    }
}
