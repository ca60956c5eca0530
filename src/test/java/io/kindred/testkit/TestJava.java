package io.kindred.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The Java that the scripts use: this process's own, with the options of the system property {@code
 * kindred.test.jit} before those of the scripts. The processes live briefly, and two processors are
 * not enough to compile all their code twice.
 */
public final class TestJava {

    private static final String OPTIONS = System.getProperty("kindred.test.jit", "");
    private static final Path HOME = OPTIONS.isEmpty() ? own() : withOptions();

    private TestJava() {}

    /** For {@code JAVA_HOME}. */
    public static Path home() {
        return HOME;
    }

    private static Path own() {
        return Path.of(System.getProperty("java.home"));
    }

    private static Path withOptions() {
        try {
            Path home = Files.createTempDirectory("java");
            Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
            Files.writeString(
                    java,
                    """
                    #!/usr/bin/env bash
                    exec '%s/bin/java' %s "$@"
                    """
                            .formatted(own(), OPTIONS));
            Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
