package io.kindred.flink.connector;

import io.kindred.flink.connector.InputFileSystem.Entry;
import io.kindred.model.CodePointOrder;
import org.apache.flink.core.fs.Path;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the files for the path of a source, on any of Flink's file systems. A path is a file, a
 * folder with everything below it, or a glob. Names that begin with {@code .} or {@code _} are
 * hidden: they match only if the path spells out that first character.
 */
public final class InputPaths {

    private static final Comparator<InputFile> BY_PATH =
            Comparator.comparing((InputFile file) -> file.path().getPath(), CodePointOrder::compare)
                    .thenComparing(file -> file.path().toUri());

    private final InputFileSystem fileSystem;
    private final Path given;
    private final Set<InputFile> found = new HashSet<>();
    private boolean isThere;

    private InputPaths(InputFileSystem fileSystem, Path given) {
        this.fileSystem = fileSystem;
        this.given = given;
    }

    /**
     * The files for a path, unique and sorted by path, by code point; at least one.
     *
     * @param path absolute, or a URI
     * @throws FileNotFoundException if there are no files; the message names the path
     * @throws IOException if the file system cannot be read; the message names the path
     */
    public static List<InputFile> expand(String path) throws IOException {
        InputPaths paths = find(path);
        if (paths.found.isEmpty()) {
            throw new FileNotFoundException(
                    Glob.isGlob(path)
                            ? "no file matches " + path
                            : "there is no file " + path + ", and no folder with files");
        }
        return paths.sorted();
    }

    /**
     * As {@link #expand}, but there may be no files yet.
     *
     * @throws FileNotFoundException if the path is not a glob, and there is nothing of that name
     */
    public static List<InputFile> look(String path) throws IOException {
        InputPaths paths = find(path);
        if (!paths.isThere && !Glob.isGlob(path)) {
            throw new FileNotFoundException(
                    "there is no file " + path + ", and no folder of that name");
        }
        return paths.sorted();
    }

    private static InputPaths find(String path) throws IOException {
        try {
            Path given = InputFileSystem.given(path);
            InputPaths paths = new InputPaths(InputFileSystem.of(given), given);
            paths.find();
            return paths;
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("cannot list " + path + ": " + e.getMessage(), e);
        }
    }

    private List<InputFile> sorted() {
        return found.stream().sorted(BY_PATH).toList();
    }

    private void find() throws IOException {
        Optional<Entry> literal = fileSystem.find(given);
        if (literal.isPresent()) {
            isThere = true;
            add(literal.get());
            return;
        }
        for (String pattern : Glob.alternatives(given.getPath())) {
            List<String> names = Glob.names(pattern);
            int fixed = 0;
            while (fixed < names.size() && !Glob.isGlob(names.get(fixed))) {
                fixed++;
            }
            String folder = "/" + String.join("/", names.subList(0, fixed));
            match(fileSystem.path(given, folder), names.subList(fixed, names.size()));
        }
    }

    /** Adds the files below a folder that match the remaining names of the path. */
    private void match(Path folder, List<String> names) throws IOException {
        if (names.isEmpty()) {
            Optional<Entry> entry = fileSystem.find(folder);
            if (entry.isPresent()) {
                add(entry.get());
            }
            return;
        }
        String name = names.get(0);
        List<String> rest = names.subList(1, names.size());
        boolean anyFolders = name.equals(Glob.ANY_FOLDERS);
        if (anyFolders && !rest.isEmpty()) {
            match(folder, rest);
        }
        for (Entry child : children(folder)) {
            String childName = child.path().getName();
            if (anyFolders) {
                if (Glob.isHidden(childName)) {
                    continue;
                }
                if (child.isFolder()) {
                    match(child.path(), names);
                } else if (rest.isEmpty()) {
                    add(child);
                }
            } else if (Glob.matches(childName, name)) {
                if (rest.isEmpty()) {
                    add(child);
                } else if (child.isFolder()) {
                    match(child.path(), rest);
                }
            }
        }
    }

    /** Adds a file, or the files below a folder. */
    private void add(Entry entry) throws IOException {
        if (!entry.isFolder()) {
            found.add(entry.file());
            return;
        }
        for (Entry child : fileSystem.list(entry.path())) {
            if (!Glob.isHidden(child.path().getName())) {
                add(child);
            }
        }
    }

    private List<Entry> children(Path folder) throws IOException {
        Optional<Entry> entry = fileSystem.find(folder);
        return entry.isPresent() && entry.get().isFolder() ? fileSystem.list(folder) : List.of();
    }
}
