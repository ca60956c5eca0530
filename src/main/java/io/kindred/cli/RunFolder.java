package io.kindred.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kindred.flink.topology.ContinuedFiles;
import io.kindred.flink.topology.SavedStates;
import io.kindred.offline.InvalidRequestException;
import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a job that is run again and again: the savepoint of its last run, the checkpoints
 * of one that was interrupted, and {@code runs.json}, which says what they are. That file is
 * replaced as a whole, so that a process that dies leaves the old one or the new one. One process
 * uses the folder at a time.
 */
final class RunFolder implements AutoCloseable {

    private static final String RUNS = "runs.json";
    private static final String SAVEPOINT = "savepoint-";
    private static final String LOCK = ".lock";
    private static final String REMOVED = "removed";
    private static final int VERSION = 1;
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();
    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);

    private final Path folder;
    private final FileChannel lock;
    private Runs runs;

    /**
     * What {@code runs.json} says.
     *
     * @param version of the format
     * @param job the name of the job
     * @param completed how many runs have ended with a savepoint
     * @param savepoint the name of the last one's folder; empty if there is none
     * @param read the files that are in it
     * @param isRunning whether a run has begun, or has to because rows of the last one may not be
     *     visible yet
     * @param reading the files of the run that has begun
     */
    record Runs(
            int version,
            String job,
            int completed,
            String savepoint,
            ContinuedFiles read,
            boolean isRunning,
            ContinuedFiles reading) {}

    private RunFolder(Path folder, FileChannel lock, Runs runs) {
        this.folder = folder;
        this.lock = lock;
        this.runs = runs;
    }

    /**
     * Opens the folder, and creates it if it is not there.
     *
     * @throws InvalidRequestException if it cannot be used, is of another job, or is in use
     */
    static RunFolder open(Path path, String job) {
        Path folder = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
            FileChannel lock = lock(folder);
            Path file = folder.resolve(RUNS);
            try {
                Runs runs =
                        Files.exists(file)
                                ? read(file, job)
                                : new Runs(
                                        VERSION,
                                        job,
                                        0,
                                        "",
                                        ContinuedFiles.NONE,
                                        false,
                                        ContinuedFiles.NONE);
                return new RunFolder(folder, lock, runs);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "--state: cannot use the folder " + folder + ": " + e.getMessage());
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Optional<FileLock> held;
        try {
            held = Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            held = Optional.empty();
        }
        if (held.isEmpty()) {
            channel.close();
            throw new InvalidRequestException(
                    "--state: another run uses the folder " + folder + "; wait for its end");
        }
        return channel;
    }

    private static Runs read(Path file, String job) throws IOException {
        Runs runs;
        try {
            runs = JSON.readValue(file.toFile(), Runs.class);
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(
                    "--state: " + file + " cannot be read: " + e.getOriginalMessage());
        }
        if (runs.version != VERSION) {
            throw new InvalidRequestException(
                    "--state: " + file + " is of unknown version " + runs.version);
        }
        if (!runs.job.equals(job)) {
            throw new InvalidRequestException(
                    String.format(
                            "--state: the folder %s is of the job '%s', and this job is '%s'; name"
                                    + " another folder",
                            file.getParent(), runs.job, job));
        }
        return runs;
    }

    Runs runs() {
        return runs;
    }

    /** Where checkpoints of a run are kept until its savepoint is complete. */
    Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /** The URI of the folder of savepoints. */
    String savepoints() {
        return folder.toUri().toString();
    }

    /** The savepoint of the last run; empty if there was none. */
    Optional<Path> savepoint() {
        return runs.savepoint.isEmpty()
                ? Optional.empty()
                : Optional.of(folder.resolve(runs.savepoint));
    }

    /**
     * The savepoint with which the run ended that has begun, if the process died before that was
     * noted. Any that is not the noted one is of that run: those of earlier runs are removed before
     * a run is noted as begun.
     *
     * @throws InvalidRequestException if it is damaged
     */
    Optional<Path> unnoted() throws IOException {
        return newest(
                children(folder, SAVEPOINT).stream()
                        .filter(path -> !path.equals(savepoint().orElse(null)))
                        .toList());
    }

    /**
     * The last checkpoint of the run that has begun; empty if there is none.
     *
     * @throws InvalidRequestException if it is damaged
     */
    Optional<Path> checkpoint() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path submission : children(checkpoints(), "")) {
            found.addAll(children(submission, "chk-"));
        }
        return newest(found);
    }

    /** An older one must not be taken instead: outputs have the rows up to the newest. */
    private static Optional<Path> newest(List<Path> states) throws IOException {
        Optional<Path> newest = SavedStates.newest(states);
        Optional<String> problem = newest.map(Path::toString).flatMap(SavedStates::problemOf);
        if (problem.isPresent()) {
            throw new InvalidRequestException(
                    "--state: the interrupted run cannot go on: "
                            + problem.get()
                            + "; put it back, or begin anew with an empty folder and --overwrite");
        }
        return newest;
    }

    private static List<Path> children(Path parent, String beginning) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory)
                    .filter(path -> path.getFileName().toString().startsWith(beginning))
                    .toList();
        }
    }

    /**
     * Notes that a run for some files begins, which starts from the savepoint of the last run.
     *
     * @throws InvalidRequestException if a state of an earlier run cannot be removed, which could
     *     be taken for one of this run if it is interrupted
     */
    void begin(ContinuedFiles files) throws IOException {
        removeAllBut(runs.savepoint);
        write(new Runs(VERSION, runs.job, runs.completed, runs.savepoint, runs.read, true, files));
    }

    /**
     * Notes that the run has ended, and removes all states but its savepoint.
     *
     * @param read the files that are in it
     */
    void end(String savepoint, ContinuedFiles read) throws IOException {
        String name = name(savepoint);
        writeEnd(name, read, false);
        for (Path path : others(name)) {
            try {
                remove(path);
            } catch (IOException e) {
                LOG.warn("cannot remove {}", path, e);
            }
        }
    }

    /**
     * Notes the end of a run whose last rows may not be visible yet, so that another has to begin
     * even if there are no more files.
     *
     * @param savepoint the {@linkplain #unnoted unnoted} one
     * @param read the files that are in it
     * @throws InvalidRequestException if another state cannot be removed
     */
    void endAndGoOn(String savepoint, ContinuedFiles read) throws IOException {
        String name = name(savepoint);
        // First: what is left when that is noted would be taken for a state of the next run.
        removeAllBut(name);
        writeEnd(name, read, true);
    }

    private static String name(String savepoint) {
        return new org.apache.flink.core.fs.Path(savepoint).getName();
    }

    private void writeEnd(String savepoint, ContinuedFiles read, boolean goesOn)
            throws IOException {
        write(
                new Runs(
                        VERSION,
                        runs.job,
                        runs.completed + 1,
                        savepoint,
                        read,
                        goesOn,
                        ContinuedFiles.NONE));
    }

    private void removeAllBut(String savepoint) throws IOException {
        for (Path path : others(savepoint)) {
            try {
                remove(path);
            } catch (IOException e) {
                throw new InvalidRequestException(
                        "--state: cannot remove "
                                + path
                                + ", which is of an earlier run: "
                                + e.getMessage()
                                + "; remove it");
            }
        }
    }

    /** A process that dies meanwhile leaves no half of a state that could be taken for one. */
    private void remove(Path state) throws IOException {
        Path removed = folder.resolve(REMOVED);
        FileUtils.deleteDirectory(removed.toFile());
        if (Files.exists(state)) {
            Files.move(state, removed, StandardCopyOption.ATOMIC_MOVE);
            FileUtils.deleteDirectory(removed.toFile());
        }
    }

    /** All checkpoints, and the savepoints but one. */
    private List<Path> others(String savepoint) throws IOException {
        List<Path> others = new ArrayList<>(children(folder, SAVEPOINT));
        others.remove(folder.resolve(savepoint));
        others.add(checkpoints());
        return others;
    }

    private void write(Runs changed) throws IOException {
        Path file = folder.resolve(RUNS + ".tmp");
        JSON.writeValue(file.toFile(), changed);
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(
                file,
                folder.resolve(RUNS),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        runs = changed;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
