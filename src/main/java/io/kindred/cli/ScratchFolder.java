package io.kindred.cli;

import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder that is removed when it is closed or when the process ends. */
public final class ScratchFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);

    private final Path path;
    private final CleanUp cleanUp;

    public ScratchFolder() throws IOException {
        this(Files.createTempDirectory("kindred-"));
    }

    /** Creates a temporary folder in a parent folder. */
    public ScratchFolder(Path parent, String prefix) throws IOException {
        this(Files.createTempDirectory(parent, prefix));
    }

    private ScratchFolder(Path path) {
        this.path = path;
        this.cleanUp = new CleanUp(this::delete);
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        cleanUp.close();
    }

    /** Removes the folder; a failure is only logged, because it does not affect the result. */
    private void delete() {
        try {
            FileUtils.deleteDirectory(path.toFile());
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot remove {}", path, e);
        }
    }
}
