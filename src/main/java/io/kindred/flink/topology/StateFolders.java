package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.offline.InvalidRequestException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Folders of savepoints and checkpoints. */
public final class StateFolders {

    private StateFolders() {}

    /** The path of a folder as this class gives paths: absolute, with the scheme unless local. */
    public static String normal(String path) {
        Path folder = new Path(path);
        boolean isLocal =
                folder.toUri().getScheme() == null || "file".equals(folder.toUri().getScheme());
        return isLocal
                ? java.nio.file.Path.of(folder.toUri().getPath())
                        .toAbsolutePath()
                        .normalize()
                        .toString()
                : folder.toString();
    }

    /**
     * The folders where other states of a job are likely: the one that a state is in, and those of
     * checkpoints and savepoints in the job file, if it names them.
     */
    public static List<String> likely(String state, JobConfig job) {
        List<String> folders = new ArrayList<>();
        Path parent = new Path(normal(state)).getParent();
        if (parent != null) {
            folders.add(normal(parent.toString()));
        }
        Configuration options = Configuration.fromMap(job.flinkOptions());
        options.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                .ifPresent(path -> folders.add(normal(SavedStates.folder(path, job).toString())));
        options.getOptional(CheckpointingOptions.SAVEPOINT_DIRECTORY)
                .ifPresent(path -> folders.add(normal(path)));
        return folders;
    }

    /**
     * The savepoints and completed checkpoints at or below some folders, each once, sorted. Folders
     * that are not there have none.
     *
     * @throws InvalidRequestException if a folder cannot be listed
     */
    public static List<String> below(Collection<String> folders) {
        TreeSet<String> found = new TreeSet<>();
        for (String folder : folders) {
            try {
                Path path = new Path(normal(folder));
                add(path.getFileSystem(), path, found);
            } catch (IOException e) {
                throw new InvalidRequestException(folder + ": cannot be listed: " + e);
            }
        }
        return List.copyOf(found);
    }

    private static void add(FileSystem files, Path folder, Collection<String> found)
            throws IOException {
        if (!files.exists(folder)) {
            return;
        }
        FileStatus @Nullable [] all = files.listStatus(folder);
        if (all == null) {
            return;
        }
        for (FileStatus each : all) {
            if (each.isDir()) {
                add(files, each.getPath(), found);
            } else if (each.getPath().getName().equals(SavedStates.METADATA)) {
                found.add(normal(folder.toString()));
            }
        }
    }
}
