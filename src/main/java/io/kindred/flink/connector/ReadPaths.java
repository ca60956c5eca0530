package io.kindred.flink.connector;

import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The paths of a source in the job file. Restored state may name files of paths that were removed
 * from it; these are not read.
 */
record ReadPaths(List<String> paths) implements Serializable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadPaths.class);

    /**
     * The files that are there now, in the order of the paths, each once.
     *
     * @throws IOException if a path cannot be read
     */
    List<InputFile> look() throws IOException {
        Map<Path, InputFile> files = new LinkedHashMap<>();
        for (String path : paths) {
            InputPaths.look(path).forEach(file -> files.putIfAbsent(file.path(), file));
        }
        return List.copyOf(files.values());
    }

    /** The part of a split that is below the paths; empty if there is none. */
    List<FileSplit> only(FileSplit split) {
        return split.only(this::isRead);
    }

    private boolean isRead(InputFile file) {
        if (paths.stream().anyMatch(path -> Glob.covers(path, file.path().getPath()))) {
            return true;
        }
        LOG.warn(
                "{} is in the restored state, but no path of the source leads to it any more: what"
                        + " is left of it is not read",
                file.path());
        return false;
    }
}
