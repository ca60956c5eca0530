package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.jdbc.PostgresStart;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Keeps two runs from writing into the same folder or table, where a reader could not tell their
 * rows apart. A job that restores a savepoint or checkpoint keeps writing to its folders, but not
 * to those of sinks that are new.
 */
public final class OutputFolders {

    private OutputFolders() {}

    /**
     * Checks that the output folders contain no part files of an earlier run, and tables no rows,
     * or removes them.
     *
     * @param overwrite whether to remove part files and rows; other files are never touched
     * @throws InvalidConfigException if there are part files and {@code overwrite} is false, a
     *     folder cannot be read, or a part file cannot be removed
     */
    public static void prepare(
            StreamExecutionEnvironment env, JobConfig config, boolean overwrite) {
        boolean isRestored =
                env.getConfiguration().getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isPresent();
        Set<Output> added = RestoredState.addedSinks(env.getConfiguration(), config);
        for (Map.Entry<Output, SinkConfig> sink : config.sinks().byOutput().entrySet()) {
            if (!isRestored || added.contains(sink.getKey())) {
                prepare(config, sink.getKey(), sink.getValue(), overwrite);
            }
        }
    }

    /** Removes the part files and rows of outputs that are written as a whole. */
    static void clear(JobConfig config) {
        config.sinks().byOutput().forEach((output, sink) -> prepare(config, output, sink, true));
    }

    private static void prepare(
            JobConfig config, Output output, SinkConfig sink, boolean overwrite) {
        if (sink instanceof SinkConfig.Files files) {
            prepare(config, output, files, overwrite);
        } else if (sink instanceof SinkConfig.Jdbc jdbc) {
            PostgresStart.emptyOrCheck(config, output, jdbc, overwrite);
        } else if (sink instanceof SinkConfig.Lake lake) {
            LakeTables.prepare(config, output, lake, overwrite);
        }
    }

    private static void prepare(
            JobConfig config, Output output, SinkConfig.Files files, boolean overwrite) {
        Path folder = new Path(files.path());
        String place = "sinks." + output.name().toLowerCase(Locale.ROOT) + ".path";
        try {
            FileSystem fileSystem = folder.getFileSystem();
            if (!fileSystem.exists(folder)) {
                return;
            }
            for (FileStatus file : fileSystem.listStatus(folder)) {
                if (isPart(file)) {
                    if (!overwrite) {
                        throw new InvalidConfigException(
                                config.file(),
                                place,
                                folder
                                        + " contains the output of an earlier run; remove it, name"
                                        + " another folder or pass --overwrite");
                    }
                    fileSystem.delete(file.getPath(), false);
                }
            }
        } catch (IOException e) {
            throw new InvalidConfigException(
                    config.file(),
                    place,
                    "cannot use the folder "
                            + folder
                            + ": "
                            + e.getMessage()
                            + "; correct the path");
        }
    }

    private static boolean isPart(FileStatus file) {
        String name = file.getPath().getName();
        return !file.isDir() && (name.startsWith("part-") || name.startsWith(".part-"));
    }
}
