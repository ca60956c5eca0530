package io.kindred.flink.connector;

import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Gives each reader that asks the next split. */
final class FileEnumerator implements SplitEnumerator<FileSplit, List<FileSplit>> {

    private final SplitEnumeratorContext<FileSplit> context;
    private final Deque<FileSplit> pending;

    FileEnumerator(SplitEnumeratorContext<FileSplit> context, List<FileSplit> splits) {
        this.context = context;
        this.pending = new ArrayDeque<>(splits);
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
        if (next == null) {
            context.signalNoMoreSplits(reader);
        } else {
            context.assignSplit(next, reader);
        }
    }

    @Override
    public void addSplitsBack(List<FileSplit> splits, int reader) {
        for (int i = splits.size() - 1; i >= 0; i--) {
            pending.addFirst(splits.get(i));
        }
    }

    @Override
    public void addReader(int reader) {
        // It asks for its splits.
    }

    @Override
    public List<FileSplit> snapshotState(long checkpointId) {
        return List.copyOf(pending);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
