package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.internal.DamagedStateException;
import io.kindred.flink.internal.SavedMetadata;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

    static final String METADATA = "_metadata";
    private static final String CHECKPOINT = "chk-";
    private static final String SAVEPOINT = "savepoint-";
    private static final int ID_DIGITS = 6;
    private static final String FROM = "--from";
    private static final String LATEST = "--from latest";
    private static final Logger LOG = LoggerFactory.getLogger(SavedStates.class);

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
                                        folder(path, config).toString()));
        env.configure(own);
    }

    /**
     * The folder of the job's checkpoints.
     *
     * @param checkpoints the checkpoint folder of all jobs
     */
    static Path folder(String checkpoints, JobConfig config) {
        return new Path(checkpoints, folderName(config.name()));
    }

    /**
     * The state that is restored.
     *
     * @param path its folder
     * @param skipped newer states that cannot be read, newest first: each with its path and the
     *     reason
     */
    public record Newest(String path, List<String> skipped) {

        public Newest {
            skipped = List.copyOf(skipped);
        }
    }

    /**
     * Restores the job's newest checkpoint or savepoint that can be read: one whose metadata is
     * sound, and whose files are there. Savepoints are looked up in the cluster's savepoint folder.
     * Those of a submission whose checkpoint folder has been removed are not found.
     *
     * @param env of a job whose {@linkplain #separate checkpoint folder} is set
     * @throws InvalidConfigException if there is none, none can be read, or the folders cannot be
     *     read
     */
    public static Newest restoreNewest(StreamExecutionEnvironment env, JobConfig config) {
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
        List<Candidate> found;
        try {
            found = find(new Path(checkpoints), savepoints.map(Path::new));
        } catch (IOException e) {
            throw new InvalidConfigException(
                    config.file(), LATEST, "cannot read the folders of checkpoints: " + e);
        }
        if (found.isEmpty()) {
            throw new InvalidConfigException(
                    config.file(), LATEST, nothingIn(config.name(), checkpoints, savepoints));
        }
        List<String> paths =
                found.stream()
                        .sorted(Comparator.comparingLong(Candidate::modified).reversed())
                        .map(Candidate::path)
                        .toList();
        List<String> skipped = new ArrayList<>();
        for (String path : paths) {
            Optional<String> problem = problemOf(path);
            if (problem.isEmpty()) {
                restore(env, path);
                return new Newest(path, skipped);
            }
            skipped.add(problem.get());
        }
        throw new InvalidConfigException(
                config.file(),
                LATEST,
                "none of the checkpoints and savepoints of the job '"
                        + config.name()
                        + "' can be read; name another with --from PATH:\n  "
                        + String.join("\n  ", skipped));
    }

    /**
     * The newest of some checkpoints and savepoints that were completed; empty if none was.
     *
     * @throws IOException if the file system cannot be read
     */
    public static Optional<java.nio.file.Path> newest(List<java.nio.file.Path> states)
            throws IOException {
        List<Candidate> found = new ArrayList<>();
        for (java.nio.file.Path state : states) {
            if (Files.exists(state.resolve(METADATA))) {
                Path path = new Path(state.toUri());
                found.add(Candidate.of(path.getFileSystem(), path));
            }
        }
        return found.stream()
                .max(Comparator.comparingLong(Candidate::modified))
                .map(state -> java.nio.file.Path.of(new Path(state.path()).getPath()));
    }

    /**
     * Restores a checkpoint or savepoint.
     *
     * @param path its folder or its metadata file
     * @throws InvalidConfigException if there is none or it is damaged; if this process cannot
     *     access the path, the cluster fails instead
     */
    public static void restore(StreamExecutionEnvironment env, JobConfig config, String path) {
        try {
            SavedMetadata.read(path).checkFiles();
        } catch (FileNotFoundException e) {
            throw new InvalidConfigException(
                    config.file(),
                    FROM,
                    "expected a savepoint or checkpoint, a folder with a file "
                            + METADATA
                            + ", found none at "
                            + path);
        } catch (DamagedStateException e) {
            throw new InvalidConfigException(config.file(), FROM, String.valueOf(e.getMessage()));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("cannot check {} before it is restored", path, e);
        }
        restore(env, path);
    }

    /** Gives up state of operators that the job does not have. */
    public static void allowRemoved(StreamExecutionEnvironment env) {
        Configuration allowed = new Configuration();
        allowed.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        env.configure(allowed);
    }

    /** Why a state cannot be restored, with its path; empty if it can. */
    public static Optional<String> problemOf(String path) {
        try {
            SavedMetadata.read(path).checkFiles();
            return Optional.empty();
        } catch (DamagedStateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (FileNotFoundException e) {
            return Optional.of(path + ": was not completed, it has no file " + METADATA);
        } catch (IOException e) {
            return Optional.of(path + ": cannot be read: " + e);
        }
    }

    /**
     * A folder that may have a checkpoint or savepoint.
     *
     * @param modified the time of its metadata file, or its own if that is missing
     */
    private record Candidate(String path, long modified) {

        /** The metadata file is written last: a checkpoint without it is incomplete. */
        static Candidate of(FileSystem files, Path folder) throws IOException {
            Path metadata = new Path(folder, METADATA);
            Path last = files.exists(metadata) ? metadata : folder;
            return new Candidate(
                    folder.toString(), files.getFileStatus(last).getModificationTime());
        }
    }

    private static void restore(StreamExecutionEnvironment env, String path) {
        Configuration from = new Configuration();
        from.set(StateRecoveryOptions.SAVEPOINT_PATH, path);
        env.configure(from);
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

    private static List<Candidate> find(Path checkpoints, Optional<Path> savepoints)
            throws IOException {
        List<Candidate> found = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        FileSystem files = checkpoints.getFileSystem();
        for (Path submission : foldersIn(files, checkpoints, "")) {
            ids.add(SAVEPOINT + beginning(submission.getName()));
            for (Path checkpoint : foldersIn(files, submission, CHECKPOINT)) {
                found.add(Candidate.of(files, checkpoint));
            }
        }
        if (savepoints.isPresent()) {
            FileSystem others = savepoints.get().getFileSystem();
            for (Path savepoint : foldersIn(others, savepoints.get(), SAVEPOINT)) {
                if (ids.stream().anyMatch(savepoint.getName()::startsWith)) {
                    found.add(Candidate.of(others, savepoint));
                }
            }
        }
        return found;
    }

    /** The job's name if it is valid as a folder name; no two jobs share a folder. */
    private static String folderName(String job) {
        String plain = job.replaceAll("[^A-Za-z0-9._-]", "_");
        return plain.equals(job) && !job.startsWith(".")
                ? job
                : plain + "-" + HexFormat.of().formatHex(job.getBytes(StandardCharsets.UTF_8));
    }
}
