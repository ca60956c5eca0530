package io.kindred.flink.connector;

import io.kindred.codec.CsvDialect;
import io.kindred.codec.TextEncoding;
import io.kindred.testkit.SharedCluster;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple1;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SharedCluster.class)
class LineFileFormatITCase {

    private static final int LINES = 20_000;

    @TempDir private Path folder;

    @Test
    void everyLineIsCountedOnceAcrossAFailure() throws Exception {
        List<String> paths = new ArrayList<>();
        List<InputFile> files = new ArrayList<>();
        for (String name : List.of("a.csv", "b.csv.gz", "_c.csv")) {
            String path = write(name).toString();
            paths.add(path);
            files.addAll(InputPaths.expand(path));
        }
        Configuration config = new Configuration();
        config.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        config.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        env.setParallelism(2);
        env.enableCheckpointing(20);

        long sum =
                env
                        .fromSource(
                                LineFileFormat.csv(
                                                1000,
                                                TextEncoding.UTF_8,
                                                new CsvDialect(',', false))
                                        .source(paths, files, FileOrder.ANY, Duration.ZERO, false),
                                WatermarkStrategy.noWatermarks(),
                                "files")
                        .map(new FailOnce())
                        .keyBy(value -> 0, Types.INT)
                        .sum(0)
                        .executeAndCollect(3 * LINES + 1)
                        .stream()
                        .mapToLong(count -> count.f0)
                        .max()
                        .orElseThrow();

        assertThat(FailOnce.FAILED).isTrue();
        assertThat(sum).isEqualTo(3L * LINES);
    }

    private Path write(String name) throws IOException {
        StringBuilder content = new StringBuilder("id\n");
        for (int i = 0; i < LINES; i++) {
            content.append(name).append(i).append("\n\n");
        }
        Path file = folder.resolve(name);
        try (OutputStream raw = Files.newOutputStream(file);
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
            out.write(content.toString().getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    /** Fails once, after a checkpoint in the middle of the files is complete. */
    private static final class FailOnce
            implements MapFunction<RawInput, Tuple1<Long>>,
                    ResultTypeQueryable<Tuple1<Long>>,
                    CheckpointListener {

        private static final long serialVersionUID = 1L;

        private static final AtomicBoolean FAILED = new AtomicBoolean();

        private transient long seen;
        private transient boolean checkpointed;

        @Override
        public Tuple1<Long> map(RawInput input) throws Exception {
            assertThat(input.header()).isEqualTo("id");
            seen++;
            if (seen > 500 && !checkpointed && !FAILED.get()) {
                // Not blocked, so that barriers pass; else all is read before the first checkpoint.
                Thread.sleep(10);
            }
            if (checkpointed && seen > 2000 && FAILED.compareAndSet(false, true)) {
                throw new IllegalStateException("the failure that the test asks for");
            }
            return Tuple1.of(1L);
        }

        @Override
        public TypeInformation<Tuple1<Long>> getProducedType() {
            return Types.TUPLE(Types.LONG);
        }

        @Override
        public void notifyCheckpointComplete(long id) {
            checkpointed = seen > 0;
        }
    }
}
