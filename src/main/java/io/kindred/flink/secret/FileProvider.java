package io.kindred.flink.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Provides secrets from files, without a line end at the end. Public because Kafka instantiates it.
 * Each client reads the file again, so that a secret can be replaced while the job runs.
 */
public final class FileProvider extends SecretProvider {

    public FileProvider() {}

    @Override
    String secret(String place) {
        try {
            return Files.readString(Path.of(place)).replaceFirst("\\R\\z", "");
        } catch (IOException e) {
            throw missing(
                    "the file "
                            + place
                            + " cannot be read on this machine ("
                            + e.getClass().getSimpleName()
                            + "); put it on every machine where the job runs");
        }
    }
}
