package io.kindred.flink.connector;

import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Finds the files for the path of a source, on any of Flink's file systems. A path is a file, a
 * folder with everything below it, or a glob. Names that begin with {@code .} or {@code _} are
 * hidden: they match only if the path spells out that first character.
 */
public final class InputPaths {

    private final FileSystem fileSystem;

    /** By path, for uniqueness and a stable order. */
    private final TreeMap<String, Path> found = new TreeMap<>();

    private InputPaths(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    /**
     * The files for a path, sorted and unique; at least one.
     *
     * @throws FileNotFoundException if there are no files; the message names the path
     * @throws IOException if the file system cannot be read; the message names the path
     */
    public static List<Path> expand(String path) throws IOException {
        Collection<Path> files;
        try {
            Path given = new Path(path);
            InputPaths paths = new InputPaths(given.getFileSystem());
            paths.find(given);
            files = paths.found.values();
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("cannot list " + path + ": " + e.getMessage(), e);
        }
        if (files.isEmpty()) {
            throw new FileNotFoundException(
                    Glob.isGlob(path)
                            ? "no file matches " + path
                            : "there is no file " + path + ", and no folder with files");
        }
        return List.copyOf(files);
    }

    private void find(Path given) throws IOException {
        if (fileSystem.exists(given)) {
            add(fileSystem.getFileStatus(given));
            return;
        }
        for (String pattern : Glob.alternatives(given.getPath())) {
            List<String> names =
                    Arrays.stream(pattern.split("/")).filter(name -> !name.isEmpty()).toList();
            int fixed = 0;
            while (fixed < names.size() && !Glob.isGlob(names.get(fixed))) {
                fixed++;
            }
            String folder = String.join("/", names.subList(0, fixed));
            match(
                    at(given, (pattern.startsWith("/") ? "/" : "") + folder),
                    names.subList(fixed, names.size()));
        }
    }

    /** Adds the files below a folder that match the remaining names of the path. */
    private void match(Path folder, List<String> names) throws IOException {
        if (names.isEmpty()) {
            if (fileSystem.exists(folder)) {
                add(fileSystem.getFileStatus(folder));
            }
            return;
        }
        String name = names.get(0);
        List<String> rest = names.subList(1, names.size());
        boolean anyFolders = name.equals(Glob.ANY_FOLDERS);
        if (anyFolders && !rest.isEmpty()) {
            match(folder, rest);
        }
        for (FileStatus child : children(folder)) {
            String childName = child.getPath().getName();
            if (anyFolders) {
                if (isHidden(childName)) {
                    continue;
                }
                if (child.isDir()) {
                    match(child.getPath(), names);
                } else if (rest.isEmpty()) {
                    add(child);
                }
            } else if (matches(childName, name)) {
                if (rest.isEmpty()) {
                    add(child);
                } else if (child.isDir()) {
                    match(child.getPath(), rest);
                }
            }
        }
    }

    /** Adds a file, or the files below a folder. */
    private void add(FileStatus status) throws IOException {
        if (!status.isDir()) {
            found.put(status.getPath().toString(), status.getPath());
            return;
        }
        for (FileStatus child : children(status.getPath())) {
            if (!isHidden(child.getPath().getName())) {
                add(child);
            }
        }
    }

    private List<FileStatus> children(Path folder) throws IOException {
        if (!fileSystem.exists(folder) || !fileSystem.getFileStatus(folder).isDir()) {
            return List.of();
        }
        FileStatus[] listed = fileSystem.listStatus(folder);
        // Flink returns null for a local folder without read permission.
        if (listed == null) {
            throw new IOException(folder + " cannot be listed");
        }
        List<FileStatus> children = new ArrayList<>(List.of(listed));
        children.sort(Comparator.comparing(child -> child.getPath().getName()));
        return children;
    }

    private static boolean matches(String name, String pattern) {
        boolean spelledOut = isHidden(pattern) && name.charAt(0) == pattern.charAt(0);
        return (!isHidden(name) || spelledOut) && Glob.name(pattern).matcher(name).matches();
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }

    /** A path on the same file system as the given one. */
    private static Path at(Path given, String path) {
        URI uri = given.toUri();
        return path.isEmpty() ? new Path(".") : new Path(uri.getScheme(), uri.getAuthority(), path);
    }
}
