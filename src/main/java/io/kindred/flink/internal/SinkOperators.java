package io.kindred.flink.internal;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
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
        DataStreamSink<T> added = append.apply(elsewhere(input));
        return ((SinkTransformation<T, T>) added.getTransformation()).getSink();
    }

    /**
     * Adds the operators of a sink of a library to a stream, and one more before its committer,
     * which has one subtask, as that has.
     *
     * @param append adds the sink to a stream, with a committer and an empty sink as its end
     * @param name of the operator
     * @param <C> what is committed
     */
    @SuppressWarnings("unchecked") // a committer passes on what it commits
    public static <T, C> DataStreamSink<C> addWithBeforeCommitter(
            DataStream<T> input,
            Function<DataStream<T>, DataStreamSink<?>> append,
            String name,
            MapFunction<C, C> function) {
        SinkTransformation<C, C> end =
                (SinkTransformation<C, C>) append.apply(elsewhere(input)).getTransformation();
        OneInputTransformation<C, C> committer =
                (OneInputTransformation<C, C>) end.getInputs().get(0);
        Transformation<C> written = (Transformation<C>) committer.getInputs().get(0);
        return new DataStream<>(input.getExecutionEnvironment(), written)
                .map(function)
                .returns(written.getOutputType())
                .name(name)
                .setParallelism(1)
                .setMaxParallelism(1)
                .transform(
                        committer.getName(),
                        committer.getOutputType(),
                        (OneInputStreamOperatorFactory<C, C>) committer.getOperatorFactory())
                .setParallelism(1)
                .setMaxParallelism(1)
                .sinkTo(end.getSink())
                .name(end.getName())
                .setParallelism(1);
    }

    /** The same stream in an environment that does not run what is added to it. */
    private static <T> DataStream<T> elsewhere(DataStream<T> input) {
        StreamExecutionEnvironment env = input.getExecutionEnvironment();
        StreamExecutionEnvironment other =
                new StreamExecutionEnvironment((Configuration) env.getConfiguration());
        other.setParallelism(env.getParallelism());
        return new DataStream<>(other, input.getTransformation());
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
