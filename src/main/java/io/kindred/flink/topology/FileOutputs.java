package io.kindred.flink.topology;

import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.operator.OutputRow;
import io.kindred.temporal.Timeline;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.RollingPolicy;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.DefaultRollingPolicy;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

import java.time.Duration;

/**
 * File sinks. A file gets its final name when the checkpoint after its last row completes; until
 * then its name begins with a dot.
 */
final class FileOutputs {

    /**
     * A part file is finished at this size, or after it has been open or idle for {@link
     * #PART_TIME}.
     */
    private static final MemorySize PART_SIZE = MemorySize.ofMebiBytes(128);

    private static final Duration PART_TIME = Duration.ofMinutes(1);

    private static final String PART = "part";

    private FileOutputs() {}

    static Sink<OutputRow> sink(SinkConfig.Files config) {
        return sink(
                config,
                DefaultRollingPolicy.builder()
                        .withMaxPartSize(PART_SIZE)
                        .withRolloverInterval(PART_TIME)
                        .withInactivityInterval(PART_TIME)
                        .build());
    }

    /**
     * A sink for low latency: each checkpoint finishes the part file, so that its rows become
     * visible.
     */
    static Sink<OutputRow> awaited(SinkConfig.Files config) {
        return sink(config, OnCheckpointRollingPolicy.build());
    }

    /**
     * A sink of Parquet files. Such a file cannot be continued, so each checkpoint finishes the one
     * that is open.
     *
     * @param table the name of the table that the rows are of
     */
    static Sink<OutputRow> parquet(SinkConfig.Files config, String table, Timeline timeline) {
        Path folder = new Path(config.path());
        return FileSink.forBulkFormat(folder, ParquetFileWriter.factory(table, timeline))
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .withOutputFileConfig(new OutputFileConfig(PART, ".parquet"))
                .build();
    }

    private static Sink<OutputRow> sink(
            SinkConfig.Files config, RollingPolicy<byte[], String> rolling) {
        Path folder = new Path(config.path());
        return new LineFileSink(folder, files(folder, rolling));
    }

    private static FileSink<byte[]> files(Path folder, RollingPolicy<byte[], String> rolling) {
        return FileSink.<byte[]>forRowFormat(folder, (lines, stream) -> stream.write(lines))
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(rolling)
                .withOutputFileConfig(new OutputFileConfig(PART, ".jsonl"))
                .build();
    }
}
