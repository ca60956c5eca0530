package io.kindred.flink.internal;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;
import org.apache.flink.streaming.api.transformations.SinkTransformation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

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

    /**
     * The sink that a library adds to a stream, which it does not get.
     *
     * @param append adds the sink to a stream
     */
    @SuppressWarnings("unchecked") // what is added to a stream takes its elements
    public static <T> Sink<T> ofLibrary(
            DataStream<T> input, Function<DataStream<T>, DataStreamSink<T>> append) {
        StreamExecutionEnvironment other = new StreamExecutionEnvironment();
        DataStreamSink<T> added = append.apply(new DataStream<>(other, input.getTransformation()));
        return ((SinkTransformation<T, T>) added.getTransformation()).getSink();
    }

    /** Adds a sink with a uid and a name. */
    public static <T> void add(DataStream<T> input, Sink<T> sink, String uid, String name) {
        input.sinkTo(sink).name(name).getTransformation().setUid(uid);
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
