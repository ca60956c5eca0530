package io.kindred.e2e;

import io.kindred.testkit.TestJava;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls of the scripts in {@code jobs}, as a user makes them, with a run folder of their own. */
final class Script {

    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final long TIMEOUT_MINUTES = 10;

    private final Path run;
    private final Map<String, String> environment;

    /**
     * With the run folder.
     *
     * @param environment variables that the scripts see besides those of this process
     */
    Script(Path run, Map<String, String> environment) {
        this.run = run;
        this.environment = Map.copyOf(environment);
    }

    /** What a script printed and its exit code. */
    record Call(List<String> command, int exitCode, String out, String err) {

        /** What it printed to its output, if it ended well. */
        String succeeded() {
            assertThat(exitCode).as("exit code of %s", this).isZero();
            return out.strip();
        }
    }

    /** Calls a script by its name and waits for its end. */
    Call call(String script, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(HOME.resolve("jobs").resolve(script + ".sh").toString());
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(run);
            Path out = Files.createTempFile(run, "out", ".txt");
            Path err = Files.createTempFile(run, "err", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            builder.environment().put("JAVA_HOME", TestJava.home().toString());
            builder.environment().put("KINDRED_RUN", run.toString());
            builder.environment().putAll(environment);
            int exitCode = run(builder, command, err);
            Call call = new Call(command, exitCode, read(out), read(err));
            Files.delete(out);
            Files.delete(err);
            return call;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    private static int run(ProcessBuilder builder, List<String> command, Path err)
            throws IOException, InterruptedException {
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
            assertThat(ended).as("%s ends; it printed %s", command, read(err)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
