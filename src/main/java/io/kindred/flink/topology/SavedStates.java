package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The checkpoints and savepoints of a job. Checkpoints go to a folder with the job's name in the
 * cluster's checkpoint folder. Flink identifies a job by an id that is new with each submission;
 * the name makes it possible to find the newest state of any submission. The names of savepoints
 * contain the first digits of the id.
 */
public final class SavedStates {

    private static final String METADATA = "_metadata";
    private static final String CHECKPOINT = "chk-";
    private static final String SAVEPOINT = "savepoint-";
    private static final int ID_DIGITS = 6;
    private static final String LATEST = "--from latest";

    private SavedStates() {}

    /**
     * Sets the folder of the job's checkpoints.
     *
     * @param env {@linkplain JobEnvironment#configure configured} for the job; nothing changes if
     *     it has no checkpoint folder
     */
    public static void separate(StreamExecutionEnvironment env, JobConfig config) {
        Configuration own = new Configuration();
        env.getConfiguration()
                .getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                .ifPresent(
                        path ->
                                own.set(
                                        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                                        new Path(path, folderName(config.name())).toString()));
        env.configure(own);
    }

    /**
     * Restores the job's newest checkpoint or savepoint. Savepoints are looked up in the cluster's
     * savepoint folder. Those of a submission whose checkpoint folder has been removed are not
     * found.
     *
     * @param env of a job whose {@linkplain #separate checkpoint folder} is set
     * @return the path of the state that is restored
     * @throws InvalidConfigException if there is none, or the folders cannot be read
     */
    public static String restoreNewest(StreamExecutionEnvironment env, JobConfig config) {
        ReadableConfig options = env.getConfiguration();
        String checkpoints =
                options.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                        .orElseThrow(
                                () ->
                                        new InvalidConfigException(
                                                config.file(),
                                                LATEST,
                                                "expected execution.checkpointing.dir to be set,"
                                                        + " where checkpoints are looked for"));
        Optional<String> savepoints = options.getOptional(CheckpointingOptions.SAVEPOINT_DIRECTORY);
        List<FileStatus> found;
        try {
            found = find(new Path(checkpoints), savepoints.map(Path::new));
        } catch (IOException e) {
            throw new InvalidConfigException(
                    config.file(), LATEST, "cannot read the folders of checkpoints: " + e);
        }
        String newest =
                found.stream()
                        .max(Comparator.comparingLong(FileStatus::getModificationTime))
                        .map(metadata -> metadata.getPath().getParent().toString())
                        .orElseThrow(
                                () ->
                                        new InvalidConfigException(
                                                config.file(),
                                                LATEST,
                                                nothingIn(config.name(), checkpoints, savepoints)));
        restore(env, newest);
        return newest;
    }

    /**
     * Restores a checkpoint or savepoint.
     *
     * @param path its folder or its metadata file
     * @throws InvalidConfigException if there is none; if this process cannot access the path, the
     *     cluster fails instead
     */
    public static void restore(StreamExecutionEnvironment env, JobConfig config, String path) {
        if (isMissing(new Path(path))) {
            throw new InvalidConfigException(
                    config.file(),
                    "--from",
                    "expected a savepoint or checkpoint, a folder with a file "
                            + METADATA
                            + ", found none at "
                            + path);
        }
        restore(env, path);
    }

    private static void restore(StreamExecutionEnvironment env, String path) {
        Configuration from = new Configuration();
        from.set(StateRecoveryOptions.SAVEPOINT_PATH, path);
        env.configure(from);
    }

    private static boolean isMissing(Path path) {
        try {
            FileSystem files = path.getFileSystem();
            return !path.getName().equals(METADATA) && metadata(files, path).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static String nothingIn(String job, String checkpoints, Optional<String> savepoints) {
        return String.format(
                "found no checkpoint in %s%s of the job '%s'; leave --from out, or name one with"
                        + " --from PATH",
                checkpoints, savepoints.map(each -> " or savepoint in " + each).orElse(""), job);
    }

    private static String beginning(String id) {
        return id.substring(0, Math.min(ID_DIGITS, id.length())) + "-";
    }

    private static List<Path> foldersIn(FileSystem files, Path folder, String beginning)
            throws IOException {
        if (!files.exists(folder)) {
            return List.of();
        }
        return Arrays.stream(files.listStatus(folder))
                .filter(FileStatus::isDir)
                .map(FileStatus::getPath)
                .filter(path -> path.getName().startsWith(beginning))
                .toList();
    }

    private static List<FileStatus> find(Path checkpoints, Optional<Path> savepoints)
            throws IOException {
        List<FileStatus> found = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        FileSystem files = checkpoints.getFileSystem();
        for (Path submission : foldersIn(files, checkpoints, "")) {
            ids.add(SAVEPOINT + beginning(submission.getName()));
            for (Path checkpoint : foldersIn(files, submission, CHECKPOINT)) {
                metadata(files, checkpoint).ifPresent(found::add);
            }
        }
        if (savepoints.isPresent()) {
            FileSystem others = savepoints.get().getFileSystem();
            for (Path savepoint : foldersIn(others, savepoints.get(), SAVEPOINT)) {
                if (ids.stream().anyMatch(savepoint.getName()::startsWith)) {
                    metadata(others, savepoint).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** The metadata file. It is written last: a checkpoint without it is incomplete. */
    private static Optional<FileStatus> metadata(FileSystem files, Path folder) throws IOException {
        Path metadata = new Path(folder, METADATA);
        return files.exists(metadata)
                ? Optional.of(files.getFileStatus(metadata))
                : Optional.empty();
    }

    /** The job's name if it is valid as a folder name; no two jobs share a folder. */
    private static String folderName(String job) {
        String plain = job.replaceAll("[^A-Za-z0-9._-]", "_");
        return plain.equals(job) && !job.startsWith(".")
                ? job
                : plain + "-" + HexFormat.of().formatHex(job.getBytes(StandardCharsets.UTF_8));
    }
}
