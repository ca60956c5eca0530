package io.kindred.flink.connector;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.SourceReaderOptions;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.UserCodeClassLoader;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/** A file source with its readers, without a job. Splits and states pass their serialisers. */
final class FileSourceRun implements AutoCloseable {

    private static final long CLOSE_TIMEOUT_MS = 100;

    private final LineFileSource source;
    private final Random random;
    private final List<Reading> readers = new ArrayList<>();
    private final Map<Integer, ReaderInfo> registered = new HashMap<>();
    private final SplitEnumerator<FileSplit, PendingFiles> enumerator;

    /** How many lines the last checkpoint covers. */
    private int emitted;

    /** What the readers have emitted, in that order. */
    final List<String> lines = new ArrayList<>();

    /** The files that they are from. */
    final TreeSet<String> sources = new TreeSet<>();

    /** The readers that have emitted anything. */
    final TreeSet<Integer> active = new TreeSet<>();

    /** What the readers have read. */
    final StoredBytes stored = new StoredBytes();

    /** What is to be done from time to time. */
    private Runnable look = () -> {};

    private FileSourceRun(LineFileSource source, int parallelism, Saved saved, Random random)
            throws Exception {
        this.source = source;
        this.random = random;
        for (int i = 0; i < parallelism; i++) {
            readers.add(new Reading(i));
        }
        Enumerating context = new Enumerating();
        this.enumerator =
                saved.pending == null
                        ? source.createEnumerator(context)
                        : source.restoreEnumerator(
                                context,
                                source.getEnumeratorCheckpointSerializer()
                                        .deserialize(
                                                saved.version == 1
                                                        ? 1
                                                        : source.getEnumeratorCheckpointSerializer()
                                                                .getVersion(),
                                                saved.pending));
        enumerator.start();
        for (int i = 0; i < saved.splits.size(); i++) {
            readers.get((i + random.nextInt(parallelism)) % parallelism)
                    .restored
                    .add(
                            source.getSplitSerializer()
                                    .deserialize(saved.version, saved.splits.get(i)));
        }
        for (Reading each : readers) {
            each.register();
        }
    }

    static FileSourceRun start(LineFileSource source, int parallelism, Random random)
            throws Exception {
        return new FileSourceRun(source, parallelism, new Saved(2, null, List.of()), random);
    }

    static FileSourceRun restore(LineFileSource source, int parallelism, Saved saved, Random random)
            throws Exception {
        return new FileSourceRun(source, parallelism, saved, random);
    }

    /**
     * A savepoint.
     *
     * @param version 1 for formats of Flink, 2 for the current ones
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Saved(int version, byte[] pending, List<byte[]> splits) {}

    /** Reads until so many lines have been emitted, or to the end; returns the lines. */
    List<String> read(int count) throws Exception {
        while (lines.size() < count && readers.stream().anyMatch(each -> !each.isDone)) {
            step();
        }
        return lines;
    }

    /** Reads until all readers wait for files; returns the lines. */
    List<String> readAvailable() throws Exception {
        while (readers.stream().anyMatch(each -> each.requests > 0 || !each.waits)) {
            step();
        }
        return lines;
    }

    /** Lets one of the readers go on. */
    void step() throws Exception {
        Reading one = readers.get(random.nextInt(readers.size()));
        one.giveSplit();
        one.poll();
    }

    /** Looks for new files. */
    void look() {
        look.run();
    }

    List<String> readAll() throws Exception {
        return read(Integer.MAX_VALUE);
    }

    Saved save() throws Exception {
        List<byte[]> splits = new ArrayList<>();
        for (Reading each : readers) {
            for (FileSplit split : each.reader.snapshotState(1)) {
                splits.add(source.getSplitSerializer().serialize(split));
            }
        }
        return new Saved(
                2,
                source.getEnumeratorCheckpointSerializer().serialize(enumerator.snapshotState(1)),
                splits);
    }

    /** Fails a reader: what it was given is given back, and another one takes its place. */
    void fail(int index) throws Exception {
        Reading failed = readers.get(index);
        failed.reader.close();
        registered.remove(index);
        enumerator.addSplitsBack(failed.given, index);
        readers.set(index, new Reading(index));
        readers.get(index).register();
    }

    /** Takes a checkpoint, to which readers go back when all fail. */
    void checkpoint() throws Exception {
        emitted = lines.size();
        for (Reading each : readers) {
            each.checkpointed.clear();
            for (FileSplit split : each.reader.snapshotState(1)) {
                each.checkpointed.add(source.getSplitSerializer().serialize(split));
            }
            each.given.clear();
        }
    }

    /** Fails all readers, but not the enumerator; they go back to the last checkpoint. */
    void failAll() throws Exception {
        registered.clear();
        lines.subList(emitted, lines.size()).clear();
        for (Reading failed : List.copyOf(readers)) {
            failed.reader.close();
            Reading next = new Reading(failed.index);
            readers.set(failed.index, next);
            for (byte[] split : failed.checkpointed) {
                next.checkpointed.add(split);
                next.restored.add(source.getSplitSerializer().deserialize(2, split));
            }
            enumerator.addSplitsBack(failed.given, failed.index);
        }
        // Some ask before others are there.
        for (int i = readers.size() - 1; i >= 0; i--) {
            readers.get(i).register();
            readers.get(i).giveSplit();
        }
    }

    /** Gives each reader that asks a split, without letting it read. */
    void give() {
        readers.forEach(Reading::giveSplit);
    }

    /** The readers that have come to their end. */
    long ended() {
        return readers.stream().filter(each -> each.isDone).count();
    }

    @Override
    public void close() throws Exception {
        for (Reading each : readers) {
            each.reader.close();
        }
        enumerator.close();
        stored.close();
    }

    /** A reader and what it gets. */
    private final class Reading implements SourceReaderContext, ReaderOutput<RawInput> {

        private final int index;
        private final SourceReader<RawInput, FileSplit> reader;
        private final List<FileSplit> restored = new ArrayList<>();
        private final List<FileSplit> given = new ArrayList<>();
        private final List<byte[]> checkpointed = new ArrayList<>();
        private int requests;
        private boolean waits;
        private boolean isDone;

        Reading(int index) {
            this.index = index;
            this.reader = source.createReader(this);
        }

        /** As Flink does before it starts a reader. */
        void register() throws Exception {
            boolean reports = source instanceof SupportsSplitReassignmentOnRecovery;
            if (!reports && !restored.isEmpty()) {
                reader.addSplits(restored);
            }
            registered.put(
                    index,
                    ReaderInfo.createReaderInfo(
                            index, "localhost", reports ? restored : List.<FileSplit>of()));
            enumerator.addReader(index);
            reader.start();
        }

        void giveSplit() {
            if (requests > 0) {
                requests--;
                waits = true;
                enumerator.handleSplitRequest(index, null);
            }
        }

        void poll() throws Exception {
            if (!isDone) {
                InputStatus status = reader.pollNext(this);
                isDone = status == InputStatus.END_OF_INPUT;
                if (status == InputStatus.NOTHING_AVAILABLE && requests == 0 && !waits) {
                    // The thread that reads files has the next word.
                    reader.isAvailable().get();
                }
            }
        }

        @Override
        public void collect(RawInput input) {
            active.add(index);
            sources.add(input.source());
            lines.add(new String(input.bytes(), StandardCharsets.UTF_8));
        }

        @Override
        public void sendSplitRequest() {
            requests++;
        }

        @Override
        public SourceReaderMetricGroup metricGroup() {
            return UnregisteredMetricsGroup.createSourceReaderMetricGroup();
        }

        @Override
        public Configuration getConfiguration() {
            Configuration options = new Configuration();
            // Flink sometimes waits so long for a thread that has nothing left to do.
            options.set(SourceReaderOptions.SOURCE_READER_CLOSE_TIMEOUT, CLOSE_TIMEOUT_MS);
            stored.countIn(options);
            return options;
        }

        @Override
        public String getLocalHostName() {
            return "localhost";
        }

        @Override
        public int getIndexOfSubtask() {
            return index;
        }

        @Override
        public int currentParallelism() {
            return readers.size();
        }

        @Override
        public void sendSourceEventToCoordinator(SourceEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void collect(RawInput input, long timestamp) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void markIdle() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void markActive() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SourceOutput<RawInput> createOutputForSplit(String splitId) {
            return this;
        }

        @Override
        public void releaseOutputForSplit(String splitId) {
            // It is the same for all.
        }
    }

    private final class Enumerating implements SplitEnumeratorContext<FileSplit> {

        @Override
        public Map<Integer, ReaderInfo> registeredReaders() {
            return registered;
        }

        @Override
        public int currentParallelism() {
            return readers.size();
        }

        @Override
        public void assignSplits(SplitsAssignment<FileSplit> assignment) {
            assignment
                    .assignment()
                    .forEach(
                            (index, splits) -> {
                                readers.get(index).waits = false;
                                readers.get(index).given.addAll(splits);
                                readers.get(index).reader.addSplits(splits);
                            });
        }

        @Override
        public void signalNoMoreSplits(int index) {
            readers.get(index).waits = false;
            readers.get(index).reader.notifyNoMoreSplits();
        }

        @Override
        public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
            T result = null;
            Throwable error = null;
            try {
                result = callable.call();
            } catch (Exception e) {
                error = e;
            }
            handler.accept(result, error);
        }

        @Override
        public <T> void callAsync(
                Callable<T> callable, BiConsumer<T, Throwable> handler, long delay, long period) {
            look = () -> callAsync(callable, handler);
        }

        @Override
        public SplitEnumeratorMetricGroup metricGroup() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void sendEventToSourceReader(int index, SourceEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void runInCoordinatorThread(Runnable runnable) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setIsProcessingBacklog(boolean isProcessingBacklog) {
            throw new UnsupportedOperationException();
        }
    }
}
