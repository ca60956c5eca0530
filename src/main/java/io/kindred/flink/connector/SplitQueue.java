package io.kindred.flink.connector;

import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Splits in order, and the readers that wait for one. Those of a failed reader come first. */
abstract class SplitQueue implements SplitEnumerator<FileSplit, PendingFiles> {

    protected final SplitEnumeratorContext<FileSplit> context;
    protected final Deque<FileSplit> pending;
    protected final Set<Integer> waiting = new TreeSet<>();

    SplitQueue(SplitEnumeratorContext<FileSplit> context, Collection<FileSplit> splits) {
        this.context = context;
        this.pending = new ArrayDeque<>(splits);
    }

    /** A reader that is there asks for a split. */
    abstract void assignOrWait(int reader);

    @Override
    public final void handleSplitRequest(int reader, @Nullable String host) {
        // A reader may have failed after it asked.
        if (context.registeredReaders().containsKey(reader)) {
            assignOrWait(reader);
        }
    }

    @Override
    public void addSplitsBack(List<FileSplit> splits, int reader) {
        waiting.remove(reader);
        putFirst(splits);
    }

    /** Puts splits in front of all others, also those that are pending already. */
    protected final void putFirst(List<FileSplit> splits) {
        pending.removeAll(new HashSet<>(splits));
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
    public void close() {
        // Nothing is open.
    }
}
