package io.kindred.e2e;

import io.kindred.cli.CleanUp;
import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The processes whose ids scripts have left in a folder, by their names. None outlives the test:
 * they are killed when this is closed, and when the test's own process ends.
 */
final class StartedProcesses implements AutoCloseable {

    private static final String ENDING = ".pid";
    private static final Duration TO_DIE = Duration.ofMinutes(1);

    private final Path ids;
    private final CleanUp cleanUp;

    /** With the folder of the ids, which need not be there yet. */
    StartedProcesses(Path ids) {
        this.ids = ids;
        this.cleanUp = new CleanUp(this::killAll);
    }

    /** The names of those that run, sorted. */
    List<String> running() {
        if (!Files.isDirectory(ids)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(ids)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .filter(name -> find(name).isPresent())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills one that runs, without giving it time for anything. */
    void kill(String name) {
        Optional<ProcessHandle> process = find(name);
        assertThat(process).as("the process of %s", name).isPresent();
        process.get().destroyForcibly();
        awaitEnd(name);
    }

    /** Kills all that run, at once. */
    void killAll() {
        List<String> names = running();
        names.forEach(name -> find(name).ifPresent(ProcessHandle::destroyForcibly));
        names.forEach(this::awaitEnd);
    }

    @Override
    public void close() {
        cleanUp.close();
    }

    private void awaitEnd(String name) {
        Awaitility.await("end of " + name).atMost(TO_DIE).until(() -> find(name).isEmpty());
    }

    /** An id may be that of another process by now; the scripts mark theirs. */
    private Optional<ProcessHandle> find(String name) {
        try {
            Path file = ids.resolve(name + ENDING);
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            long id = Long.parseLong(Files.readString(file).strip());
            // Empty of one that was killed and that nobody has asked about yet.
            Path arguments = Path.of("/proc", Long.toString(id), "cmdline");
            return Files.isReadable(arguments)
                            && Files.readString(arguments).contains(ids.resolve(name).toString())
                    ? ProcessHandle.of(id)
                    : Optional.empty();
        } catch (IOException e) {
            // It ended between two looks.
            return Optional.empty();
        }
    }
}
