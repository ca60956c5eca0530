package io.kindred.tools.follow;

import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.store.FedRow;
import io.kindred.tools.store.OutputStore;
import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the files of one output in the order in which they were finished. A finished file never
 * changes, and files in progress are hidden. Files that were read may be moved away.
 *
 * <p>The job began anew if files that were read are gone and others came: with {@code output:
 * final} one that is gone is enough. Otherwise all must be gone, those that came be of another run,
 * and the first rows in them be the first ones of their keys.
 */
final class FileFeed implements Feed {

    private static final int MOST_ROWS = 2_000;
    private static final int MOST_BYTES = 4 << 20;
    private static final String DONE = "done";

    /** Removes a position from the store. */
    private static final String FORGOTTEN = "";

    private final Output output;
    private final Path folder;
    private final OutputStore store;
    private final boolean isReplaced;
    private final String prefix;

    /** The positions in files that were begun, by name. */
    private final Map<String, String> positions = new HashMap<>();

    /** Positions of files that were moved away. */
    private final Set<String> forgotten = new HashSet<>();

    private final Deque<Part> waiting = new ArrayDeque<>();
    private @Nullable Part part;
    private @Nullable OpenPart open;
    private Instant lookedAt = Instant.EPOCH;

    /**
     * @param isReplaced whether the job writes all files at its end, in place of earlier ones
     */
    FileFeed(Output output, Path folder, OutputStore store, boolean isReplaced) {
        this.output = output;
        this.folder = folder;
        this.store = store;
        this.isReplaced = isReplaced;
        this.prefix = "file/" + Follower.name(output) + "/";
        store.positions(prefix)
                .forEach((name, at) -> positions.put(name.substring(prefix.length()), at));
    }

    /** A finished file, and when it was finished in epoch ms. */
    private record Part(Path path, long modified) {

        private static final Comparator<Part> NUMBER =
                Comparator.comparingInt((Part part) -> part.name().length())
                        .thenComparing(Part::name);

        String name() {
            return path.getFileName().toString();
        }

        /** The same of all files that one task of one run has written. */
        static String run(String name) {
            return name.substring(0, name.lastIndexOf('-'));
        }
    }

    @Override
    public Read read() throws IOException {
        if (open == null && waiting.isEmpty() && !look()) {
            return Read.ANEW;
        }
        List<FedRow> rows = new ArrayList<>();
        Map<String, String> read = new HashMap<>();
        forgotten.forEach(name -> read.put(prefix + name, FORGOTTEN));
        forgotten.clear();
        int bytes = 0;
        while (rows.size() < MOST_ROWS && bytes < MOST_BYTES && next()) {
            Part from = Objects.requireNonNull(part);
            OpenPart reader = Objects.requireNonNull(open);
            byte[] line = line(from, reader);
            if (line.length == 0) {
                close();
                positions.put(from.name(), DONE);
                read.put(prefix + from.name(), DONE);
            } else {
                rows.add(row(from, line, reader.begin()));
                bytes += line.length;
                read.put(prefix + from.name(), Long.toString(reader.position()));
            }
        }
        boolean isBehind = open != null || !waiting.isEmpty();
        return Read.of(rows, read, isBehind ? Optional.empty() : Optional.of(lookedAt), isBehind);
    }

    private FedRow row(Part from, byte[] line, long begin) {
        return new FedRow(output, line, from.modified(), false, from.name(), begin);
    }

    /** Opens the next file, if none is open. */
    private boolean next() throws IOException {
        while (open == null && !waiting.isEmpty()) {
            Part next = waiting.remove();
            try {
                open =
                        OpenPart.at(
                                next.path(),
                                Long.parseLong(positions.getOrDefault(next.name(), "0")));
                part = next;
            } catch (NoSuchFileException gone) {
                // Moved away since it was listed.
            } catch (IOException failure) {
                throw unreadable(next.name(), failure);
            }
        }
        return open != null;
    }

    private byte[] line(Part from, OpenPart reader) throws FeedException {
        try {
            return reader.line();
        } catch (IOException failure) {
            throw unreadable(from.name(), failure);
        }
    }

    private FeedException unreadable(String file, IOException failure) {
        String why = " cannot be read; see the server's log";
        if (failure instanceof AccessDeniedException) {
            why = " cannot be read: permission denied";
        } else if (failure instanceof EOFException) {
            why = " is shorter than what was read of it; put it back, or remove the store";
        }
        return new FeedException(Follower.name(output) + "/" + file + why, failure);
    }

    @Override
    public String place(FedRow row) {
        String place = Follower.name(output) + "/" + row.source();
        try {
            long line = OpenPart.lineNumber(folder.resolve(row.source()), row.position());
            return place + ", line " + line;
        } catch (IOException gone) {
            return place;
        }
    }

    /** Looks for files; returns whether those that were read are still what the job wrote. */
    private boolean look() throws IOException {
        lookedAt = Instant.now();
        List<Part> found = new ArrayList<>();
        Set<String> known = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "part-*")) {
            for (Path path : entries) {
                String name = path.getFileName().toString();
                if (positions.containsKey(name)) {
                    known.add(name);
                }
                if (!DONE.equals(positions.get(name))) {
                    part(path).ifPresent(found::add);
                }
            }
        } catch (NoSuchFileException notYet) {
            return true;
        } catch (DirectoryIteratorException failure) {
            throw unreadable("", failure.getCause());
        } catch (IOException failure) {
            throw failure instanceof FeedException named ? named : unreadable("", failure);
        }
        inOrder(found);
        List<Part> others =
                found.stream().filter(each -> !positions.containsKey(each.name())).toList();
        if (isAnew(known, others)) {
            return false;
        }
        if (!isReplaced && !known.isEmpty() && known.size() < positions.size()) {
            positions.keySet().stream()
                    .filter(name -> !known.contains(name))
                    .forEach(forgotten::add);
            positions.keySet().retainAll(known);
        }
        waiting.addAll(found);
        return true;
    }

    /**
     * Sorts files by time, but those of a run by number: one of them may have been changed since,
     * to mend it, or copied.
     */
    private static void inOrder(List<Part> parts) {
        parts.sort(Part.NUMBER.reversed());
        Map<String, Long> next = new HashMap<>();
        parts.replaceAll(
                each ->
                        new Part(
                                each.path(),
                                next.merge(Part.run(each.name()), each.modified(), Math::min)));
        parts.sort(Comparator.comparingLong(Part::modified).thenComparing(Part.NUMBER));
    }

    private Optional<Part> part(Path path) throws IOException {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return file.isRegularFile()
                    ? Optional.of(new Part(path, file.lastModifiedTime().toMillis()))
                    : Optional.empty();
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException failure) {
            throw unreadable(path.getFileName().toString(), failure);
        }
    }

    /**
     * Whether the job began anew. Runs add their erasures to those of earlier ones, so these say
     * nothing.
     *
     * @param others files of which nothing was read, the first one first
     */
    private boolean isAnew(Set<String> known, List<Part> others) throws IOException {
        if (others.isEmpty() || positions.isEmpty() || output == Output.ERASURES) {
            return false;
        }
        if (isReplaced) {
            return known.size() < positions.size();
        }
        Set<String> runs = new HashSet<>();
        positions.keySet().forEach(name -> runs.add(Part.run(name)));
        return known.isEmpty()
                && others.stream().noneMatch(each -> runs.contains(Part.run(each.name())))
                && store.beginsAnew(firstRows(others.get(0)));
    }

    private List<FedRow> firstRows(Part first) throws IOException {
        List<FedRow> rows = new ArrayList<>();
        try (OpenPart reader = OpenPart.at(first.path(), 0)) {
            byte[] line = line(first, reader);
            for (int bytes = 0; line.length > 0 && bytes < MOST_BYTES; bytes += line.length) {
                rows.add(row(first, line, reader.begin()));
                line = line(first, reader);
            }
        } catch (NoSuchFileException gone) {
            return List.of();
        }
        return rows;
    }

    @Override
    public void restart() {
        close();
        waiting.clear();
        positions.clear();
        forgotten.clear();
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
            part = null;
        }
    }
}
