package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.lake.LakeOutput;
import io.kindred.flink.operator.OutputRow;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;

/** The outputs of a job that are written to tables of Paimon. */
final class LakeTables {

    private LakeTables() {}

    /**
     * Adds the sink of an output. The operator before it converts rows.
     *
     * @throws InvalidConfigException if a library is missing or the table cannot be used
     */
    static void write(
            JobConfig config, Output output, SinkConfig.Lake sink, DataStream<OutputRow> rows) {
        checkCheckpoints(config, output, rows);
        try (LakeOutput table = open(config, output, sink)) {
            DataStream<RowData> converted =
                    rows.map(table.conversion())
                            .returns(table.type())
                            .name(Operators.jobFileName(output).replace('_', ' ') + " as table")
                            .uid(Operators.sinkRows(output));
            table.write(converted, Operators.sink(output), SinkType.of(sink).name(output));
        }
    }

    /** Paimon's sink cannot be restored from an unaligned checkpoint. */
    private static void checkCheckpoints(
            JobConfig config, Output output, DataStream<OutputRow> rows) {
        if (rows.getExecutionEnvironment()
                .getConfiguration()
                .get(CheckpointingOptions.ENABLE_UNALIGNED)) {
            throw new InvalidConfigException(
                    config.file(),
                    place(output),
                    "does not work with unaligned checkpoints; set"
                            + " execution.checkpointing.unaligned.enabled to false");
        }
    }

    /** Checks that the table of an output has no rows, or removes them. */
    static void prepare(JobConfig config, Output output, SinkConfig.Lake sink, boolean overwrite) {
        try (LakeOutput table = open(config, output, sink)) {
            table.prepare(overwrite);
        }
    }

    private static LakeOutput open(JobConfig config, Output output, SinkConfig.Lake sink) {
        return LakeOutput.open(
                config.file(),
                place(output),
                Operators.jobFileName(output),
                sink,
                config.timeline());
    }

    private static String place(Output output) {
        return "sinks." + Operators.jobFileName(output);
    }
}
