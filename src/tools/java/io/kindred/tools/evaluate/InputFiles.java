package io.kindred.tools.evaluate;

import io.kindred.tools.input.InvalidInputException;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Finds and opens input files. Files that end in {@code .gz} are decompressed. */
final class InputFiles {

    private static final int BUFFER = 1 << 16;

    private InputFiles() {}

    /**
     * Lists a file, or all files below a folder sorted by path. Files and folders whose names begin
     * with {@code .} or {@code _} are skipped: Flink gives such names to files that are not
     * complete.
     */
    static List<Path> list(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new InvalidInputException(path + ": no such file or folder");
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> found =
                    files.filter(Files::isRegularFile)
                            .filter(file -> !isHidden(path.relativize(file)))
                            .sorted()
                            .toList();
            if (found.isEmpty()) {
                throw new InvalidInputException(path + ": the folder has no complete files");
            }
            return found;
        }
    }

    static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        if (!file.toString().endsWith(".gz")) {
            return new BufferedInputStream(in, BUFFER);
        }
        try {
            return new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER);
        } catch (EOFException | ZipException wrong) {
            in.close();
            throw new InvalidInputException(file + ": not a gzip file");
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            String name = part.toString();
            if (name.startsWith(".") || name.startsWith("_")) {
                return true;
            }
        }
        return false;
    }
}
