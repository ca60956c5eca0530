package io.kindred.flink.connector;

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/**
 * A source whose enumerator is restored whenever its readers are, so that both have the state of
 * one checkpoint. Otherwise Flink restores only the readers if tasks fail.
 *
 * <p>The enumerator of a {@link org.apache.flink.connector.base.source.hybrid.HybridSource} needs
 * that: it remembers which readers have finished the files, even if they have to read some again.
 * It would go on to the topic too early, and what is left of the files would be lost.
 *
 * <p>The state is that of the source inside.
 */
public final class RestartedWhole<T, S extends SourceSplit, E> implements Source<T, S, E> {

    private static final long serialVersionUID = 1L;

    private final Source<T, S, E> source;

    public RestartedWhole(Source<T, S, E> source) {
        this.source = source;
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SourceReader<T, S> createReader(SourceReaderContext context) throws Exception {
        return source.createReader(context);
    }

    @Override
    public SplitEnumerator<S, E> createEnumerator(SplitEnumeratorContext<S> context)
            throws Exception {
        return new Enumerator<>(source.createEnumerator(context));
    }

    @Override
    public SplitEnumerator<S, E> restoreEnumerator(SplitEnumeratorContext<S> context, E state)
            throws Exception {
        return new Enumerator<>(source.restoreEnumerator(context, state));
    }

    @Override
    public SimpleVersionedSerializer<S> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<E> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }

    private record Enumerator<S extends SourceSplit, E>(SplitEnumerator<S, E> inside)
            implements SplitEnumerator<S, E> {

        @Override
        public void start() {
            inside.start();
        }

        @Override
        public void handleSplitRequest(int subtask, @Nullable String host) {
            inside.handleSplitRequest(subtask, host);
        }

        /**
         * Called when a reader is restored without the enumerator. The failure makes Flink restore
         * all.
         */
        @Override
        public void addSplitsBack(List<S> splits, int subtask) {
            throw new IllegalStateException(
                    "a task failed; the job restarts once more, so that the source is restored as a"
                            + " whole");
        }

        @Override
        public void addReader(int subtask) {
            inside.addReader(subtask);
        }

        @Override
        public E snapshotState(long checkpointId) throws Exception {
            return inside.snapshotState(checkpointId);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) throws Exception {
            inside.notifyCheckpointComplete(checkpointId);
        }

        @Override
        public void notifyCheckpointAborted(long checkpointId) throws Exception {
            inside.notifyCheckpointAborted(checkpointId);
        }

        @Override
        public void handleSourceEvent(int subtask, SourceEvent event) {
            inside.handleSourceEvent(subtask, event);
        }

        @Override
        public void close() throws IOException {
            inside.close();
        }
    }
}
