package io.kindred.flink.operator;

import io.kindred.codec.DeadLetter;
import io.kindred.codec.RecordDecoder;
import io.kindred.codec.RejectedInputException;
import io.kindred.flink.connector.RawInput;
import io.kindred.model.SourceRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Turns inputs into records, and those that are none into dead letters.
 *
 * <p>Inputs and dead letters are counted as accumulators and metrics of the same names. Counts
 * survive restarts, but for those of a subtask that had read all its files before a failure: Flink
 * drops the state of a subtask that is finished. Operator state: {@link #RECORDS_READ} and {@link
 * #DEAD_LETTERS_COUNT}, a list of longs each, whose sum is the count.
 */
public final class DecodeFunction extends ProcessFunction<RawInput, SourceRecord>
        implements CheckpointedFunction {

    /** The side output of the inputs that are no records. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

    /** Counts all inputs, dead letters too. */
    public static final String RECORDS_READ = "records-read";

    /** Counts the inputs that are no records. */
    public static final String DEAD_LETTERS_COUNT = "dead-letters";

    private static final long serialVersionUID = 1L;

    private final RecordDecoder.Factory decoders;
    private final int maxRecordBytes;

    private transient RecordDecoder decoder;
    private transient RestoredCount recordsRead;
    private transient RestoredCount deadLetters;

    /**
     * With the format of the inputs.
     *
     * @param maxRecordBytes the limit that inputs were read with; named in the error of those over
     *     it
     */
    public DecodeFunction(RecordDecoder.Factory decoders, int maxRecordBytes) {
        this.decoders = decoders;
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        recordsRead = RestoredCount.restore(RECORDS_READ, context.getOperatorStateStore());
        deadLetters = RestoredCount.restore(DEAD_LETTERS_COUNT, context.getOperatorStateStore());
    }

    @Override
    public void open(OpenContext context) {
        decoder = decoders.create();
        recordsRead.show(getRuntimeContext());
        deadLetters.show(getRuntimeContext());
    }

    @Override
    public void processElement(RawInput input, Context context, Collector<SourceRecord> out) {
        recordsRead.increment();
        SourceRecord record;
        try {
            record = decode(input);
        } catch (RejectedInputException e) {
            deadLetters.increment();
            context.output(DEAD_LETTERS, DeadLetters.of(input, e.getMessage()));
            return;
        }
        out.collect(record);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        recordsRead.snapshot();
        deadLetters.snapshot();
    }

    private SourceRecord decode(RawInput input) throws RejectedInputException {
        if (input.isCut()) {
            throw new RejectedInputException(
                    input.length() + " bytes, over the limit of " + maxRecordBytes);
        }
        try {
            return decoder.decode(input.bytes(), input.header());
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "cannot decode " + input.source() + " " + input.position(), e);
        }
    }
}
