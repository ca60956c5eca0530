package io.kindred.flink.connector;

import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file system of input files. Local files are not read by Flink's own class: that takes the
 * name {@code a:b.csv} for a URI and a backslash for a slash, and cannot open names that are not in
 * the encoding of the system.
 */
sealed interface InputFileSystem {

    /** The file system of a path. */
    static InputFileSystem of(Path path) throws IOException {
        FileSystem flink = path.getFileSystem();
        return isLocal(flink) ? new Local() : new Other(flink);
    }

    /** The path for a text of the job file: an absolute path, or a URI without escapes. */
    static Path given(String text) throws IOException {
        Path path = new Path(text);
        // Another local path would lose backslashes.
        return isLocal(path.getFileSystem())
                ? Local.path(text.replaceFirst("^file:/+", "/"))
                : path;
    }

    /** Another absolute path on the file system. */
    Path path(Path given, String absolute);

    private static boolean isLocal(FileSystem flink) {
        return "file".equals(flink.getUri().getScheme());
    }

    /** A file or folder. */
    record Entry(InputFile file, boolean isFolder) {

        Path path() {
            return file.path();
        }
    }

    /** What is at a path, if anything. */
    Optional<Entry> find(Path path) throws IOException;

    /** What is in a folder; fails if it cannot be listed. */
    List<Entry> list(Path folder) throws IOException;

    /**
     * Opens a file at an offset.
     *
     * @throws EOFException if the file ends before it
     */
    InputStream open(Path file, long offset) throws IOException;

    /** The file at a path. */
    default InputFile file(Path path) throws IOException {
        return find(path)
                .orElseThrow(() -> new FileNotFoundException("there is no file " + path))
                .file();
    }

    /** Local files, with any name. */
    record Local() implements InputFileSystem {

        @Override
        public Optional<Entry> find(Path path) throws IOException {
            java.nio.file.Path local = local(path);
            return Files.exists(local) ? Optional.of(entry(local)) : Optional.empty();
        }

        @Override
        public List<Entry> list(Path folder) throws IOException {
            List<Entry> entries = new ArrayList<>();
            try (Stream<java.nio.file.Path> children = Files.list(local(folder))) {
                for (java.nio.file.Path child : children.toList()) {
                    entries.add(entry(child));
                }
            } catch (AccessDeniedException e) {
                throw new IOException(folder + " cannot be listed", e);
            } catch (NoSuchFileException e) {
                throw new FileNotFoundException(
                        e.getFile() + " is a link to nothing, or has just been removed");
            }
            return entries;
        }

        @Override
        public InputStream open(Path file, long offset) throws IOException {
            InputStream in;
            try {
                in = Files.newInputStream(local(file));
            } catch (NoSuchFileException e) {
                throw new FileNotFoundException("it does not exist");
            } catch (AccessDeniedException e) {
                throw new IOException("no permission to read it", e);
            }
            try {
                in.skipNBytes(offset);
                return in;
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        }

        @Override
        public Path path(Path given, String absolute) {
            return path(absolute);
        }

        private static Path path(String absolute) {
            return path(java.nio.file.Path.of(absolute).normalize());
        }

        private static Path path(java.nio.file.Path path) {
            // The URI of a folder ends with a slash, unlike Flink's paths.
            String uri = path.toUri().toString();
            boolean isFolder = uri.endsWith("/") && path.getNameCount() > 0;
            return new Path(URI.create(isFolder ? uri.substring(0, uri.length() - 1) : uri));
        }

        /** By the URI, whose escapes keep every byte of a name. */
        private static java.nio.file.Path local(Path path) {
            return path.toUri().getScheme() == null
                    ? java.nio.file.Path.of(path.getPath())
                    : java.nio.file.Path.of(path.toUri());
        }

        private static Entry entry(java.nio.file.Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Path name = path(path);
            // A pipe or device has no size, and the time of its last use.
            InputFile file =
                    attributes.isRegularFile()
                            ? new InputFile(
                                    name,
                                    attributes.size(),
                                    attributes.lastModifiedTime().toMillis(),
                                    Objects.toString(attributes.fileKey(), ""))
                            : new InputFile(name, 0, InputFile.UNKNOWN, "");
            return new Entry(file, attributes.isDirectory());
        }
    }

    /** Files on one of Flink's other file systems. */
    record Other(FileSystem flink) implements InputFileSystem {

        @Override
        public Optional<Entry> find(Path path) throws IOException {
            return flink.exists(path)
                    ? Optional.of(entry(flink.getFileStatus(path)))
                    : Optional.empty();
        }

        @Override
        public List<Entry> list(Path folder) throws IOException {
            FileStatus[] listed = flink.listStatus(folder);
            if (listed == null) {
                throw new IOException(folder + " cannot be listed");
            }
            return Stream.of(listed).map(Other::entry).toList();
        }

        @Override
        public InputStream open(Path file, long offset) throws IOException {
            FSDataInputStream in = flink.open(file);
            try {
                if (offset > 0) {
                    if (offset > flink.getFileStatus(file).getLen()) {
                        throw new EOFException();
                    }
                    in.seek(offset);
                }
                return in;
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        }

        @Override
        public Path path(Path given, String absolute) {
            URI uri = given.toUri();
            return new Path(uri.getScheme(), uri.getAuthority(), absolute);
        }

        private static Entry entry(FileStatus status) {
            return new Entry(
                    new InputFile(
                            status.getPath(), status.getLen(), status.getModificationTime(), ""),
                    status.isDir());
        }
    }
}
