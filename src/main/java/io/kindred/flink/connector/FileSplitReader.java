package io.kindred.flink.connector;

import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongConsumer;

/** Reads splits one after another, and the files of each one after another. */
final class FileSplitReader implements SplitReader<FileLine, FileSplit> {

    private final LineFileFormat format;
    private final LongConsumer stored;
    private final Queue<FileSplit> waiting = new ArrayDeque<>();
    private @Nullable FileSplit split;
    private int nextFile;
    private @Nullable OpenFile open;

    /**
     * Reads files of a format.
     *
     * @param stored receives the numbers of bytes that belong to no line
     */
    FileSplitReader(LineFileFormat format, LongConsumer stored) {
        this.format = format;
        this.stored = stored;
    }

    @Override
    public RecordsWithSplitIds<FileLine> fetch() throws IOException {
        if (split == null) {
            split = waiting.remove();
            nextFile = 0;
        }
        while (open != null || nextFile < split.files().size()) {
            if (open == null) {
                open = OpenFile.open(format, split, nextFile++);
            }
            List<FileLine> lines = open.next();
            if (!lines.isEmpty()) {
                return new RecordsBySplits<>(Map.of(split.splitId(), lines), Set.of());
            }
            stored.accept(open.rest());
            open.close();
            open = null;
        }
        String finished = split.splitId();
        split = null;
        return new RecordsBySplits<>(Map.of(), Set.of(finished));
    }

    @Override
    public void handleSplitsChanges(SplitsChange<FileSplit> added) {
        waiting.addAll(added.splits());
    }

    @Override
    public void wakeUp() {
        // Reading a file does not wait for anything.
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
