package io.kindred.flink.connector;

import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gives each reader that asks the next split. Readers that get none wait until all have read
 * theirs: a savepoint of a job in which some subtasks of a source have finished can be restored
 * only if the graph of the job is the same.
 */
final class FileEnumerator implements SplitEnumerator<FileSplit, PendingFiles> {

    private final SplitEnumeratorContext<FileSplit> context;
    private final Deque<FileSplit> pending;
    private final List<InputFile> known;
    private final Set<Integer> waiting = new TreeSet<>();
    private boolean isEnding;

    FileEnumerator(SplitEnumeratorContext<FileSplit> context, PendingFiles files) {
        this.context = context;
        this.known = files.known();
        this.pending = new ArrayDeque<>(files.splits());
        this.isEnding = files.isEnding();
    }

    /** Checks now that no file has changed, rather than when its turn comes. */
    @Override
    public void start() {
        List<FileSplit> splits = List.copyOf(pending);
        context.callAsync(
                () -> {
                    check(splits);
                    return true;
                },
                (done, error) -> {
                    if (error instanceof IOException changed) {
                        throw new UncheckedIOException(changed.getMessage(), changed);
                    }
                    if (error != null) {
                        throw new IllegalStateException(error);
                    }
                });
    }

    private static void check(List<FileSplit> splits) throws IOException {
        for (FileSplit split : splits) {
            for (InputFile file : split.files()) {
                // A file that has been begun is checked by its reader.
                if (!split.position().isBegun() || file != split.files().get(0)) {
                    FileCheck.unread(file);
                }
            }
        }
    }

    @Override
    public void handleSplitRequest(int reader, @Nullable String host) {
        // A reader may have failed after it asked.
        if (!context.registeredReaders().containsKey(reader)) {
            return;
        }
        FileSplit next = pending.poll();
        if (next != null) {
            waiting.remove(reader);
            context.assignSplit(next, reader);
            return;
        }
        waiting.add(reader);
        isEnding |= waiting.size() >= context.currentParallelism();
        if (isEnding) {
            waiting.stream()
                    .filter(context.registeredReaders()::containsKey)
                    .forEach(context::signalNoMoreSplits);
            waiting.clear();
        }
    }

    @Override
    public void addSplitsBack(List<FileSplit> splits, int reader) {
        waiting.remove(reader);
        for (int i = splits.size() - 1; i >= 0; i--) {
            pending.addFirst(splits.get(i));
        }
    }

    @Override
    public void addReader(int reader) {
        // A reader that is restored may have a split. If not, it asks for one.
        waiting.remove(reader);
    }

    @Override
    public PendingFiles snapshotState(long checkpointId) {
        return new PendingFiles(known, List.copyOf(pending), isEnding);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
