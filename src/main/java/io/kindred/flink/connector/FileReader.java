package io.kindred.flink.connector;

import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.core.io.InputStatus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Reads splits, and asks for the next one when all are finished. */
final class FileReader
        extends SingleThreadMultiplexSourceReaderBase<
                FileLine, RawInput, FileSplit, FileSplitState> {

    private final ReadPaths paths;
    private final boolean emitsEnd;

    /**
     * @param emitsEnd whether {@link RawInput#END} follows the last input
     */
    FileReader(
            LineFileFormat format, ReadPaths paths, boolean emitsEnd, SourceReaderContext context) {
        this(format, paths, emitsEnd, context, StoredBytes.counter(context.getConfiguration()));
    }

    private FileReader(
            LineFileFormat format,
            ReadPaths paths,
            boolean emitsEnd,
            SourceReaderContext context,
            LongConsumer stored) {
        super(
                () -> new FileSplitReader(format, stored),
                (line, output, state) -> {
                    output.collect(line.input());
                    state.emitted(line);
                    if (line.stored() != 0) {
                        stored.accept(line.stored());
                    }
                },
                context.getConfiguration(),
                context);
        this.paths = paths;
        this.emitsEnd = emitsEnd;
    }

    /** Not called when the job is stopped before all is read. */
    @Override
    public InputStatus pollNext(ReaderOutput<RawInput> output) throws Exception {
        InputStatus status = super.pollNext(output);
        if (emitsEnd && status == InputStatus.END_OF_INPUT) {
            output.collect(RawInput.END);
        }
        return status;
    }

    /** Restored splits come before this, unless the source is part of another. */
    @Override
    public void start() {
        if (getNumberOfCurrentlyAssignedSplits() == 0) {
            context.sendSplitRequest();
        }
    }

    @Override
    public void addSplits(List<FileSplit> splits) {
        List<FileSplit> kept = new ArrayList<>();
        splits.forEach(split -> kept.addAll(paths.only(split)));
        if (!kept.isEmpty()) {
            super.addSplits(kept);
        }
    }

    @Override
    protected void onSplitFinished(Map<String, FileSplitState> finished) {
        // A reader of a restored job may have several.
        if (getNumberOfCurrentlyAssignedSplits() == 0) {
            context.sendSplitRequest();
        }
    }

    @Override
    protected FileSplitState initializedState(FileSplit split) {
        return new FileSplitState(split);
    }

    @Override
    protected FileSplit toSplitType(String splitId, FileSplitState state) {
        return state.rest();
    }
}
