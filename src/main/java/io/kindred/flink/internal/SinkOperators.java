package io.kindred.flink.internal;

import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The operators of a sink that a library has added, some of them without a uid. */
public final class SinkOperators {

    private static final String WRITER = "writer";
    private static final String COMMITTER = "committer";

    private SinkOperators() {}

    /**
     * Gives all operators of a sink uids that depend on what they do, and not on the name of a
     * table. The writer has the uid and the name of the sink, as that of Flink's own sinks.
     *
     * @param input what the sink writes
     */
    public static void identify(
            DataStreamSink<?> sink, DataStream<?> input, String uid, String name) {
        List<Transformation<?>> own =
                new ArrayList<>(sink.getTransformation().getTransitivePredecessors());
        own.removeAll(input.getTransformation().getTransitivePredecessors());
        for (Transformation<?> each : own) {
            if (each instanceof PhysicalTransformation) {
                String role = role(each.getName());
                each.setUid(role.equals(WRITER) ? uid : uid + '-' + role);
                if (role.equals(WRITER)) {
                    each.setName(name);
                }
            }
        }
    }

    private static String role(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains(COMMITTER)) {
            return COMMITTER;
        }
        if (lower.contains(WRITER)) {
            return WRITER;
        }
        return lower.split(":", 2)[0].trim().replace(' ', '-');
    }
}
