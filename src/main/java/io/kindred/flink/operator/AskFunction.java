package io.kindred.flink.operator;

import io.kindred.codec.Message;
import io.kindred.codec.OntologyDocument;
import io.kindred.codec.QuestionReader;
import io.kindred.codec.RejectedInputException;
import io.kindred.flink.connector.RawInput;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.AskedMatch;
import io.kindred.model.Input;
import io.kindred.model.Question;
import io.kindred.ontology.Ontology;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.temporal.Timeline;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Parses questions. With several shards, a question how a record would be resolved goes to the
 * registry, which asks the others. Any other question goes to all shards, with several of them also
 * to reconcile, and a question about a record also to the operator that publishes assignments.
 * Inputs that are not questions become {@linkplain DecodeFunction#DEAD_LETTERS dead letters}.
 *
 * <p>A question is identified by the position at which it was read, because clients may reuse an
 * id. Operator state: {@link #QUESTIONS_READ} and {@link DecodeFunction#DEAD_LETTERS_COUNT}. Each
 * is a list of longs whose sum is the count. Both are exposed as those of {@link DecodeFunction}
 * are, and like those do not survive a failure after the subtask had ended.
 */
public final class AskFunction extends ProcessFunction<RawInput, ShardMessage>
        implements CheckpointedFunction {

    /** Side output: questions to the reconcile operator, by lane. */
    public static final OutputTag<ShardMessage> TO_RECONCILE =
            new OutputTag<>("questions-to-reconcile", FormatTypeInformation.SHARD_MESSAGE);

    /** Side output: with several shards, questions how a record would be resolved. */
    public static final OutputTag<Input> TO_REGISTRY =
            new OutputTag<>("questions-to-registry", FormatTypeInformation.INPUT);

    /** Side output: questions to the operator that publishes assignments. */
    public static final OutputTag<RowQuestion> TO_PUBLISH =
            new OutputTag<>("questions-to-publish", TypeInformation.of(RowQuestion.class));

    /** Side output: the questions asked, to the operator that assembles answers. */
    public static final OutputTag<AnswerMessage> OPENED =
            new OutputTag<>("questions-opened", FormatTypeInformation.ANSWER_MESSAGE);

    /** Counts all inputs, dead letters included. */
    public static final String QUESTIONS_READ = "questions-read";

    private static final long serialVersionUID = 1L;

    private final String source;
    private final OntologyDocument ontology;
    private final Timeline timeline;
    private final int shards;
    private final boolean registryHasEnded;
    private final int maxQuestionBytes;

    private transient QuestionReader reader;
    private transient RestoredCount questionsRead;
    private transient RestoredCount deadLetters;

    /**
     * Reads the questions of one source.
     *
     * @param source the source's name in the job file
     * @param ontology names the entity types whose records can be matched
     * @param shards the number of shards
     * @param registryHasEnded whether the registry of several shards cannot be asked: then a
     *     question how a record would be resolved becomes a dead letter
     * @param maxQuestionBytes the size limit of a question in bytes, named in the error of a longer
     *     one
     */
    public AskFunction(
            String source,
            OntologyDocument ontology,
            Timeline timeline,
            int shards,
            boolean registryHasEnded,
            int maxQuestionBytes) {
        this.source = source;
        this.ontology = ontology;
        this.timeline = timeline;
        this.shards = shards;
        this.registryHasEnded = registryHasEnded;
        this.maxQuestionBytes = maxQuestionBytes;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        questionsRead =
                RestoredCount.restore(
                        QUESTIONS_READ, context.getOperatorStateStore(), getRuntimeContext());
        deadLetters =
                RestoredCount.restore(
                        DecodeFunction.DEAD_LETTERS_COUNT,
                        context.getOperatorStateStore(),
                        getRuntimeContext());
    }

    @Override
    public void open(OpenContext context) {
        Ontology rules = ontology.ontology();
        reader = new QuestionReader(timeline, type -> rules.rules(type).isPresent());
    }

    @Override
    public void processElement(RawInput input, Context context, Collector<ShardMessage> out) {
        questionsRead.increment();
        Question question;
        try {
            question = read(input);
        } catch (RejectedInputException e) {
            deadLetters.increment();
            context.output(DecodeFunction.DEAD_LETTERS, DecodeFunction.deadLetter(input, e));
            return;
        }
        String token = source + ' ' + input.source() + ' ' + input.position();
        long now = context.timerService().currentProcessingTime();
        boolean asksRow = question.subject() instanceof Question.EntityOf;
        context.output(OPENED, new AnswerMessage.Opened(token, now, shards, asksRow, question));
        if (shards > 1 && question.subject() instanceof Question.Match match) {
            context.output(TO_REGISTRY, new AskedMatch(token, match.record()));
            return;
        }
        for (int shard = 0; shard < shards; shard++) {
            out.collect(new ShardMessage.Asked(shard, token, question.subject()));
        }
        if (shards > 1) {
            int lane = ReconcileLanes.lane(question.subject().entityType());
            context.output(TO_RECONCILE, new ShardMessage.Asked(lane, token, question.subject()));
        }
        if (question.subject() instanceof Question.EntityOf entity) {
            context.output(TO_PUBLISH, RowQuestion.about(entity.record(), token));
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        questionsRead.snapshot();
        deadLetters.snapshot();
    }

    private Question read(RawInput input) throws RejectedInputException {
        if (input.isCut()) {
            throw new RejectedInputException(
                    input.length() + " bytes, over the limit of " + maxQuestionBytes);
        }
        Message message = input.message();
        if (message != null && message.value() == null) {
            throw new RejectedInputException(
                    "a tombstone (the message has no value), expected a question");
        }
        Question question = reader.read(input.bytes());
        if (question.subject() instanceof Question.Match && registryHasEnded) {
            throw new RejectedInputException(
                    "match cannot be answered: this job was restored from a savepoint or checkpoint"
                            + " in which all sources of records had ended");
        }
        return question;
    }
}
