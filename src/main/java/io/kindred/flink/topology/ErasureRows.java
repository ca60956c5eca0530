package io.kindred.flink.topology;

import io.kindred.codec.ErasureJson;
import io.kindred.flink.config.SinksConfig;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.operator.OutputRow;
import io.kindred.model.Erasure;
import org.apache.flink.api.common.functions.MapFunction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns erasures into rows of the output {@code erasures}, keyed like assignments. A later erasure
 * of a record replaces an earlier one in a compacted topic.
 */
final class ErasureRows implements MapFunction<Erasure, OutputRow> {

    private static final long serialVersionUID = 1L;

    private final ArrayList<String> names = new ArrayList<>();
    private final boolean haveFiles;
    private final boolean haveTopics;
    private final boolean haveTables;

    /** Takes the names of the outputs that the job writes. */
    ErasureRows(SinksConfig sinks) {
        List<SinkConfig> written = new ArrayList<>();
        sinks.byOutput()
                .forEach(
                        (output, sink) -> {
                            if (output.isResult()) {
                                names.add(Operators.jobFileName(output));
                                written.add(sink);
                            }
                        });
        haveFiles =
                written.stream()
                        .anyMatch(
                                sink ->
                                        sink instanceof SinkConfig.Files
                                                || sink instanceof SinkConfig.Lake);
        haveTopics = written.stream().anyMatch(SinkConfig.Kafka.class::isInstance);
        haveTables = written.stream().anyMatch(SinkConfig.Jdbc.class::isInstance);
    }

    @Override
    public OutputRow map(Erasure erasure) {
        return row(erasure, Instant.ofEpochMilli(System.currentTimeMillis()));
    }

    /** The row of an erasure at a time. */
    OutputRow row(Erasure erasure, Instant at) {
        return new OutputRow(
                erasure.record().joined(),
                ErasureJson.row(
                        erasure,
                        at,
                        new ErasureJson.Outputs(names, haveFiles, haveTopics, haveTables)),
                0,
                false);
    }
}
