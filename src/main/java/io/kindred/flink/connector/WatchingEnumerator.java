package io.kindred.flink.connector;

import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for new files from time to time, and gives each reader that asks the next one. Readers that
 * get none wait; the source never ends.
 *
 * <p>Restored readers hand back their splits ({@link WatchedFileSource}), and get them again when
 * all readers are there and the files have been looked at. So a file that is gone or changed before
 * it was begun stops no reader, whoever had its split.
 *
 * <p>In strict order a file is given only when no reader has one: all wait. A reader waits from
 * when it asks, and asks when it starts without a file and when it has read one.
 */
final class WatchingEnumerator extends SplitQueue {

    private static final Logger LOG = LoggerFactory.getLogger(WatchingEnumerator.class);

    private final ReadPaths paths;
    private final FileOrder order;
    private final Duration interval;
    private final FileWatch watch;

    /**
     * Whether there was a look since splits were restored or came back. Before it nothing is given,
     * because files may be gone or changed.
     */
    private boolean hasLooked;

    WatchingEnumerator(
            SplitEnumeratorContext<FileSplit> context,
            ReadPaths paths,
            FileOrder order,
            Duration interval,
            PendingFiles files) {
        super(context, files.splits());
        this.paths = paths;
        this.order = order;
        this.interval = interval;
        this.watch = new FileWatch(files.known());
    }

    @Override
    public void start() {
        context.callAsync(paths::look, this::look);
        context.callAsync(paths::look, this::look, interval.toMillis(), interval.toMillis());
    }

    private void look(@Nullable List<InputFile> files, @Nullable Throwable error) {
        checkPending(files, error);
        if (files != null) {
            for (InputFile file : watch.look(files)) {
                pending.add(split(file));
            }
            assignPending();
        }
    }

    private void checkPending(@Nullable List<InputFile> files, @Nullable Throwable error) {
        if (error instanceof IOException) {
            LOG.warn("cannot look for new files, which is tried again: {}", error.getMessage());
            return;
        }
        if (files == null) {
            throw new IllegalStateException("cannot look for new files", error);
        }
        hasLooked = true;
        dropMissing(files);
        assignPending();
    }

    @Override
    public void addSplitsBack(List<FileSplit> splits, int reader) {
        super.addSplitsBack(splits, reader);
        checkSoon(splits);
    }

    @Override
    public void addReader(int reader) {
        super.addReader(reader);
        List<FileSplit> restored = new ArrayList<>();
        List<FileSplit> reported =
                context.registeredReaders().get(reader).getReportedSplitsOnRegistration();
        for (FileSplit split : reported) {
            paths.only(split).forEach(each -> restored.addAll(each.singly()));
        }
        putFirst(restored);
        checkSoon(restored);
    }

    private void checkSoon(List<FileSplit> splits) {
        if (!splits.isEmpty()) {
            hasLooked = false;
            context.callAsync(paths::look, this::checkPending);
        }
    }

    /** What was changed, or is there again later, is taken up like a new file. */
    private void dropMissing(List<InputFile> files) {
        Map<Path, InputFile> present = new HashMap<>();
        files.forEach(file -> present.put(file.path(), file));
        pending.removeIf(
                split -> {
                    InputFile unread = split.files().get(0);
                    if (split.position().isBegun()
                            || Optional.ofNullable(present.get(unread.path()))
                                    .filter(unread::hasSizeAndTimeOf)
                                    .isPresent()) {
                        return false;
                    }
                    LOG.warn("{} was removed or changed before it was read", unread.path());
                    watch.forget(unread);
                    return true;
                });
    }

    /** The splits of files that nobody has begun. */
    static List<FileSplit> splits(List<InputFile> files) {
        return files.stream().map(WatchingEnumerator::split).toList();
    }

    private static FileSplit split(InputFile file) {
        String id = file.path().toUri() + " " + file.size() + " " + file.modified();
        return FileSplit.unread(id, List.of(file));
    }

    private void assignPending() {
        // A reader that is not there yet may have a split that is pending, too.
        boolean areAllThere = context.registeredReaders().size() == context.currentParallelism();
        while (areAllThere
                && hasLooked
                && !pending.isEmpty()
                && waiting.size()
                        >= (order == FileOrder.STRICT ? context.currentParallelism() : 1)) {
            int reader = waiting.iterator().next();
            waiting.remove(reader);
            context.assignSplit(pending.remove(), reader);
        }
    }

    @Override
    void assignOrWait(int reader) {
        waiting.add(reader);
        assignPending();
    }

    @Override
    public PendingFiles snapshotState(long checkpointId) {
        return new PendingFiles(watch.known(), List.copyOf(pending), false);
    }
}
