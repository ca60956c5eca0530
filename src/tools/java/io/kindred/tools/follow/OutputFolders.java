package io.kindred.tools.follow;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SinksConfig;
import io.kindred.flink.config.SinksConfig.FileFormat;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where files of outputs are: as the job writes them, or copied. */
public final class OutputFolders {

    private static final List<Output> NEEDED = List.of(Output.ENTITIES, Output.ASSIGNMENTS);

    private OutputFolders() {}

    /**
     * The job as if it wrote to a copy of its outputs.
     *
     * @param folder with a folder for each output, called as the last part of the path of its sink,
     *     or as the output. Outputs without a folder are not there
     * @throws UnreadableOutputsException if entities or assignments are not there
     */
    public static JobConfig copied(JobConfig job, Path folder) throws UnreadableOutputsException {
        if (!Files.isDirectory(folder)) {
            throw new UnreadableOutputsException(
                    folder + ": no such folder, expected a copy of the outputs of " + job.file());
        }
        Map<Output, SinkConfig> sinks = new EnumMap<>(Output.class);
        for (Output output : Follower.FOLLOWED) {
            Optional<SinkConfig> sink = job.sinks().sink(output);
            copy(folder, output, sink)
                    .ifPresent(
                            path ->
                                    sinks.put(
                                            output,
                                            new SinkConfig.Files(
                                                    path.toAbsolutePath().toString(),
                                                    format(sink))));
        }
        for (Output output : NEEDED) {
            if (!sinks.containsKey(output)) {
                throw new UnreadableOutputsException(
                        String.format(
                                Locale.ROOT,
                                "%s has no folder %s, expected a copy of the outputs of %s",
                                folder,
                                names(output, job.sinks().sink(output)).get(0),
                                job.file()));
            }
        }
        return job.writing(new SinksConfig(sinks));
    }

    /**
     * Checks that a job has written its outputs, if they are files.
     *
     * @throws UnreadableOutputsException if entities or assignments are not there
     */
    public static void check(JobConfig job) throws UnreadableOutputsException {
        Follower.outputs(job);
        for (Output output : NEEDED) {
            if (job.sinks().sink(output).orElseThrow() instanceof SinkConfig.Files files
                    && !Files.isDirectory(Follower.folder(files.path()))) {
                throw new UnreadableOutputsException(
                        String.format(
                                Locale.ROOT,
                                "%s: sinks.%s.path is %s, where there is no folder; expected one"
                                        + " that the job has written",
                                job.file(),
                                Follower.name(output),
                                files.path()));
            }
        }
    }

    private static Optional<Path> copy(Path folder, Output output, Optional<SinkConfig> sink) {
        return names(output, sink).stream()
                .map(folder::resolve)
                .filter(Files::isDirectory)
                .findFirst();
    }

    /** What the folder of an output may be called. */
    private static List<String> names(Output output, Optional<SinkConfig> sink) {
        String name = Follower.name(output);
        if (sink.isPresent() && sink.get() instanceof SinkConfig.Files files) {
            String path = files.path().replaceAll("/+$", "");
            return List.of(path.substring(path.lastIndexOf('/') + 1), name);
        }
        return List.of(name);
    }

    private static FileFormat format(Optional<SinkConfig> sink) {
        return sink.isPresent() && sink.get() instanceof SinkConfig.Files files
                ? files.format()
                : FileFormat.JSONL;
    }
}
