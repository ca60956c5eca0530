package io.kindred.tools.follow;

import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.store.FedRow;
import io.kindred.tools.store.OutputStore;
import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Reads the files of one output in the order in which they were finished. A finished file never
 * changes, and files in progress are hidden.
 *
 * <p>If none of the files that were read is there any more but others are, the job began anew; with
 * {@code output: final} if one of them is gone.
 */
final class FileFeed implements Feed {

    private static final int MOST_ROWS = 2_000;
    private static final int MOST_BYTES = 4 << 20;
    private static final String DONE = "done";

    private final Output output;
    private final Path folder;
    private final OutputStore store;
    private final boolean isReplaced;
    private final String prefix;

    /** The positions in files that were begun, by name. */
    private final Map<String, String> positions = new HashMap<>();

    private final Deque<Part> waiting = new ArrayDeque<>();
    private @Nullable OpenPart open;

    /**
     * @param isReplaced whether the job writes all files at its end, in place of earlier ones
     */
    FileFeed(Output output, Path folder, OutputStore store, boolean isReplaced) {
        this.output = output;
        this.folder = folder;
        this.store = store;
        this.isReplaced = isReplaced;
        this.prefix = "file/" + output.name().toLowerCase(Locale.ROOT) + "/";
        load();
    }

    private void load() {
        store.positions(prefix)
                .forEach((name, at) -> positions.put(name.substring(prefix.length()), at));
    }

    /** A finished file. */
    private record Part(Path path, long modified) {

        private static final Comparator<Part> ORDER =
                Comparator.comparingLong(Part::modified)
                        .thenComparing(part -> part.name().length())
                        .thenComparing(Part::name);

        String name() {
            return path.getFileName().toString();
        }
    }

    @Override
    public Read read() throws IOException {
        if (open == null && waiting.isEmpty() && !look()) {
            return Read.ANEW;
        }
        List<FedRow> rows = new ArrayList<>();
        Map<String, String> read = new HashMap<>();
        int bytes = 0;
        while (rows.size() < MOST_ROWS && bytes < MOST_BYTES && next()) {
            OpenPart part = Objects.requireNonNull(open);
            byte[] line = part.line();
            if (line.length == 0) {
                part.close();
                open = null;
                positions.put(part.part.name(), DONE);
                read.put(prefix + part.part.name(), DONE);
            } else {
                rows.add(new FedRow(output, line, part.part.modified(), false));
                bytes += line.length;
                read.put(prefix + part.part.name(), Long.toString(part.position));
            }
        }
        return Read.of(rows, read, open == null && waiting.isEmpty());
    }

    /** Opens the next file, if none is open. */
    private boolean next() throws IOException {
        if (open == null && !waiting.isEmpty()) {
            Part part = waiting.remove();
            open = OpenPart.at(part, Long.parseLong(positions.getOrDefault(part.name(), "0")));
        }
        return open != null;
    }

    /** Looks for files; returns whether those that were read are still what the job wrote. */
    private boolean look() throws IOException {
        List<Part> parts = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "part-*")) {
            for (Path path : entries) {
                BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
                if (file.isRegularFile()) {
                    parts.add(new Part(path, file.lastModifiedTime().toMillis()));
                }
            }
        } catch (NoSuchFileException notYet) {
            return true;
        }
        long known = parts.stream().filter(part -> positions.containsKey(part.name())).count();
        boolean isAnew =
                !parts.isEmpty()
                        && (isReplaced
                                ? known < positions.size()
                                : known == 0 && !positions.isEmpty());
        if (isAnew) {
            return false;
        }
        parts.removeIf(part -> DONE.equals(positions.get(part.name())));
        parts.sort(Part.ORDER);
        waiting.addAll(parts);
        return true;
    }

    @Override
    public void restart() {
        close();
        waiting.clear();
        positions.clear();
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    /** A file that is read. */
    private static final class OpenPart {
        private final Part part;
        private final InputStream in;
        private long position;

        private OpenPart(Part part, InputStream in, long position) {
            this.part = part;
            this.in = in;
            this.position = position;
        }

        static OpenPart at(Part part, long position) throws IOException {
            InputStream in = new BufferedInputStream(Files.newInputStream(part.path()), 1 << 16);
            in.skipNBytes(position);
            return new OpenPart(part, in, position);
        }

        /** The next line without its end; empty at the end of the file. */
        byte[] line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(512);
            int next = in.read();
            while (next >= 0 && (next != '\n' || line.size() == 0)) {
                if (next != '\n') {
                    line.write(next);
                }
                position++;
                next = in.read();
            }
            if (next == '\n') {
                position++;
            }
            return line.toByteArray();
        }

        void close() {
            try {
                in.close();
            } catch (IOException nothingLost) {
                // It was only read.
            }
        }
    }
}
