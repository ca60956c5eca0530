package io.kindred.flink.operator;

import io.kindred.codec.DeadLetter;
import io.kindred.codec.Decoded;
import io.kindred.codec.Message;
import io.kindred.codec.MessageDecoder;
import io.kindred.codec.NotUtf8Exception;
import io.kindred.codec.OntologyDocument;
import io.kindred.codec.RecordDecoder;
import io.kindred.codec.RejectedInputException;
import io.kindred.flink.connector.RawInput;
import io.kindred.flink.internal.FlushingFunction;
import io.kindred.model.Decision;
import io.kindred.model.Input;
import io.kindred.model.SourceEnd;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Decodes inputs into versions of records and sides of decisions; inputs that cannot be decoded
 * become dead letters. The {@linkplain RawInput#END end} of a source becomes a {@link SourceEnd}. A
 * message may hold no record or several. The two sides of a decision follow each other; all inputs
 * about one record leave in the order of arrival.
 *
 * <p>Inputs, decisions and dead letters are counted as accumulators and metrics of the same names.
 * Counts survive restarts. The exception is a subtask that had read all its files before a failure:
 * Flink drops the state of a finished subtask. Operator state: {@link #RECORDS_READ}, {@link
 * #DECISIONS_READ} and {@link #DEAD_LETTERS_COUNT}. Each is a list of longs whose sum is the count.
 *
 * <p>What else it finds it {@linkplain InputStatistics reports} from time to time, and always
 * before a checkpoint and at the end. So it keeps no state of that; {@link InputCountsFunction}
 * does.
 */
public final class DecodeFunction extends ProcessFunction<RawInput, Input>
        implements CheckpointedFunction, FlushingFunction {

    /** Side output: the inputs that cannot be decoded. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

    /** Side output: reports of what was found, whose counts are to be added up. */
    public static final OutputTag<InputCount> COUNTS =
            new OutputTag<>("input-counts", TypeInformation.of(InputCount.class));

    /** Counts all inputs, dead letters included. */
    public static final String RECORDS_READ = "records-read";

    /** Counts the decisions among the inputs. */
    public static final String DECISIONS_READ = "decisions-read";

    /** Counts the inputs that cannot be decoded. */
    public static final String DEAD_LETTERS_COUNT = "dead-letters";

    private static final long serialVersionUID = 1L;

    private final String source;
    private final OntologyDocument ontology;
    private final RecordDecoder.Factory lineDecoders;
    private final int maxLineBytes;
    private final MessageDecoder.Factory messageDecoders;
    private final int maxMessageBytes;

    private transient RecordDecoder lines;
    private transient MessageDecoder messages;
    private transient RestoredCount recordsRead;
    private transient RestoredCount decisionsRead;
    private transient RestoredCount deadLetters;
    private transient ArrivalOrder order;
    private transient InputStatistics statistics;

    /**
     * Decodes lines and messages.
     *
     * @param source the name of the source
     * @param ontology the ontology whose rules need values
     * @param maxLineBytes the limit in bytes that lines were read with, named in the error of a
     *     longer line
     * @param maxMessageBytes the same for messages
     */
    public DecodeFunction(
            String source,
            OntologyDocument ontology,
            RecordDecoder.Factory lineDecoders,
            int maxLineBytes,
            MessageDecoder.Factory messageDecoders,
            int maxMessageBytes) {
        this.source = source;
        this.ontology = ontology;
        this.lineDecoders = lineDecoders;
        this.maxLineBytes = maxLineBytes;
        this.messageDecoders = messageDecoders;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Decodes lines only. */
    public DecodeFunction(
            String source,
            OntologyDocument ontology,
            RecordDecoder.Factory decoders,
            int maxRecordBytes) {
        this(
                source,
                ontology,
                decoders,
                maxRecordBytes,
                notices ->
                        message -> {
                            throw new IllegalStateException("got a message, expected a line");
                        },
                maxRecordBytes);
    }

    /** Decodes messages only. */
    public DecodeFunction(
            String source,
            OntologyDocument ontology,
            MessageDecoder.Factory decoders,
            int maxRecordBytes) {
        this(
                source,
                ontology,
                notices ->
                        (bytes, header) -> {
                            throw new IllegalStateException("got a line, expected a message");
                        },
                maxRecordBytes,
                decoders,
                maxRecordBytes);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        recordsRead =
                RestoredCount.restore(
                        RECORDS_READ, context.getOperatorStateStore(), getRuntimeContext());
        decisionsRead =
                RestoredCount.restore(
                        DECISIONS_READ, context.getOperatorStateStore(), getRuntimeContext());
        deadLetters =
                RestoredCount.restore(
                        DEAD_LETTERS_COUNT, context.getOperatorStateStore(), getRuntimeContext());
    }

    @Override
    public void open(OpenContext context) {
        statistics = new InputStatistics(source, ontology.ontology(), System::nanoTime);
        order = ArrivalOrder.ofWallClock();
        lines = lineDecoders.create(statistics);
        messages = messageDecoders.create(statistics);
    }

    @Override
    public void processElement(RawInput input, Context context, Collector<Input> out) {
        if (input.isEnd()) {
            out.collect(end());
            return;
        }
        recordsRead.increment();
        statistics.read();
        Decoded decoded;
        try {
            decoded = decode(input);
        } catch (RejectedInputException e) {
            deadLetters.increment();
            statistics.rejected(input, String.valueOf(e.getMessage()));
            context.output(DEAD_LETTERS, deadLetter(input, e));
            reportIfDue(context);
            return;
        }
        statistics.accepted(input, decoded);
        decoded.records().forEach(out::collect);
        decoded.memory().forEach(out::collect);
        for (Decision decision : decoded.decisions()) {
            decisionsRead.increment();
            decision.sides(order.next()).forEach(out::collect);
        }
        reportIfDue(context);
    }

    private SourceEnd end() {
        TaskInfo task = getRuntimeContext().getTaskInfo();
        return new SourceEnd(
                source,
                task.getIndexOfThisSubtask(),
                task.getNumberOfParallelSubtasks(),
                deadLetters.value());
    }

    private void reportIfDue(Context context) {
        if (statistics.isReportDue()) {
            statistics.report(count -> context.output(COUNTS, count));
        }
    }

    @Override
    public void flush(SideOutputs out) {
        statistics.report(count -> out.emit(COUNTS, count));
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        recordsRead.snapshot();
        decisionsRead.snapshot();
        deadLetters.snapshot();
    }

    private Decoded decode(RawInput input) throws RejectedInputException {
        Message message = input.message();
        if (input.isCut()) {
            throw new RejectedInputException(
                    input.length()
                            + " bytes, over the limit of "
                            + (message == null ? maxLineBytes : maxMessageBytes));
        }
        input.checkEncoding();
        try {
            return message == null
                    ? lines.decode(input.bytes(), input.header())
                    : messages.decode(message);
        } catch (NotUtf8Exception e) {
            throw e.withAdvice();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "cannot decode " + input.source() + " " + input.position(), e);
        }
    }

    /** The dead letter of a rejected input. */
    static DeadLetter deadLetter(RawInput input, RejectedInputException reason) {
        return DeadLetter.of(
                input.source(),
                input.position(),
                reason.getMessage(),
                input.bytes(),
                input.length(),
                input.encoding(),
                input.message());
    }
}
