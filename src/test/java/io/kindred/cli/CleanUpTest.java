package io.kindred.cli;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

class CleanUpTest {

    @Test
    void isDoneWhenItIsClosed() {
        AtomicInteger done = new AtomicInteger();
        try (CleanUp cleanUp = new CleanUp(done::incrementAndGet)) {
            assertThat(done).hasValue(0);
        }
        assertThat(done).hasValue(1);
    }

    @Test
    void isDoneOnceAndHidesNothingWhenTheProcessEndsMeanwhile() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                place(CleanUp.class) + File.pathSeparator + place(getClass()),
                                EndsMeanwhile.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(3);
        assertThat(output)
                .contains("the cause")
                .containsOnlyOnce("cleaned up")
                .doesNotContain("Shutdown in progress");
    }

    private static Path place(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** Fails with something to clean up while the process is ending already, as after Ctrl-C. */
    static final class EndsMeanwhile {

        private EndsMeanwhile() {}

        public static void main(String[] arguments) {
            CleanUp open = new CleanUp(() -> System.out.println("cleaned up"));
            Thread failing =
                    new Thread(
                            () -> {
                                try (open) {
                                    throw new IllegalArgumentException("the cause");
                                } catch (IllegalArgumentException e) {
                                    e.printStackTrace();
                                }
                            });
            Runtime.getRuntime().addShutdownHook(failing);
            System.exit(3);
        }
    }
}
