package io.kindred.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/**
 * The broker that all test classes of a process share. It starts with the first test that needs it
 * and ends with the process. Topics and jobs of different classes have different names.
 */
public final class SharedBroker {

    private SharedBroker() {}

    /** The broker, which nobody closes. */
    public static KafkaBroker get() {
        return Holder.BROKER;
    }

    private static final class Holder {
        private static final KafkaBroker BROKER = start();

        private static KafkaBroker start() {
            try {
                return KafkaBroker.start(Files.createTempDirectory("broker"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
