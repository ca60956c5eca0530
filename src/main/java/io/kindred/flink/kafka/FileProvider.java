package io.kindred.flink.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives the text of files, without the line end after it; public because Kafka makes it. Files are
 * read anew by each client, so that a secret may be replaced while the job runs.
 */
public final class FileProvider extends SecretProvider {

    /** For Kafka. */
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
                            + "); put it wherever the job runs");
        }
    }
}
