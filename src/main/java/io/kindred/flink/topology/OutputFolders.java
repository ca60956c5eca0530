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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Keeps two runs from writing into the same folder or table, where a reader could not tell their
 * rows apart. A job that restores a savepoint or checkpoint keeps writing to its folders, but not
 * to those of sinks that are new.
 */
public final class OutputFolders {

    /** How the name of a part file begins until a checkpoint makes it visible. */
    private static final String HIDDEN = ".part-";

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

    /**
     * Removes the part files of a run that was killed before its first checkpoint, which are not
     * visible yet. A folder that has other part files, too, is left as it is.
     */
    public static void removeInProgress(JobConfig config) {
        config.sinks()
                .byOutput()
                .forEach(
                        (output, sink) -> {
                            if (sink instanceof SinkConfig.Files files) {
                                forParts(config, output, files, OutputFolders::removeInProgress);
                            }
                        });
    }

    private static void removeInProgress(List<Path> parts) throws IOException {
        if (parts.stream().allMatch(part -> part.getName().startsWith(HIDDEN))) {
            delete(parts);
        }
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
        forParts(
                config,
                output,
                files,
                parts -> {
                    if (!overwrite && !parts.isEmpty()) {
                        throw new InvalidConfigException(
                                config.file(),
                                place(output),
                                new Path(files.path())
                                        + " contains the output of an earlier run; remove it, name"
                                        + " another folder or pass --overwrite");
                    }
                    delete(parts);
                });
    }

    private interface Work {
        void accept(List<Path> parts) throws IOException;
    }

    private static void forParts(
            JobConfig config, Output output, SinkConfig.Files files, Work work) {
        Path folder = new Path(files.path());
        try {
            FileSystem fileSystem = folder.getFileSystem();
            if (fileSystem.exists(folder)) {
                work.accept(
                        Arrays.stream(fileSystem.listStatus(folder))
                                .filter(OutputFolders::isPart)
                                .map(FileStatus::getPath)
                                .toList());
            }
        } catch (IOException e) {
            throw new InvalidConfigException(
                    config.file(),
                    place(output),
                    "cannot use the folder "
                            + folder
                            + ": "
                            + e.getMessage()
                            + "; correct the path");
        }
    }

    private static String place(Output output) {
        return "sinks." + output.name().toLowerCase(Locale.ROOT) + ".path";
    }

    private static void delete(List<Path> parts) throws IOException {
        for (Path part : parts) {
            part.getFileSystem().delete(part, false);
        }
    }

    private static boolean isPart(FileStatus file) {
        String name = file.getPath().getName();
        return !file.isDir() && (name.startsWith("part-") || name.startsWith(HIDDEN));
    }
}
