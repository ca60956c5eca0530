package io.kindred.flink.connector;

import org.apache.flink.api.connector.source.SplitEnumeratorContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Gives each reader that asks the next split. Readers that get none wait until all have read
 * theirs: a savepoint of a job in which some subtasks of a source have finished can be restored
 * only if the graph of the job is the same.
 */
final class FileEnumerator extends SplitQueue {

    private final List<InputFile> known;
    private boolean isEnding;

    FileEnumerator(SplitEnumeratorContext<FileSplit> context, PendingFiles files) {
        super(context, files.splits());
        this.known = files.known();
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
    void assignOrWait(int reader) {
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
    public PendingFiles snapshotState(long checkpointId) {
        return new PendingFiles(known, List.copyOf(pending), isEnding);
    }
}
