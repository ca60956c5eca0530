package io.kindred.cli;

import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder that goes when it is closed, or with the process. */
final class ScratchFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);

    private final Path path;
    private final Thread cleanUp;

    ScratchFolder() throws IOException {
        path = Files.createTempDirectory("kindred-");
        cleanUp = new Thread(this::delete);
        Runtime.getRuntime().addShutdownHook(cleanUp);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(cleanUp);
        delete();
    }

    /** What was found does not change when the folder has to stay. */
    private void delete() {
        try {
            FileUtils.deleteDirectory(path.toFile());
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot remove {}", path, e);
        }
    }
}
