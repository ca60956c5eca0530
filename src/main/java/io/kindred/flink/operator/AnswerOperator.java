package io.kindred.flink.operator;

import io.kindred.codec.AnswerRowJson;
import io.kindred.codec.OntologyDocument;
import io.kindred.model.Answer;
import io.kindred.model.Answer.Found;
import io.kindred.model.Question.Subject;
import io.kindred.resolve.query.AnswerMerge;
import io.kindred.storage.keyed.OpenAnswer;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.AnswerMessage.Opened;
import io.kindred.storage.wire.AnswerMessage.Shown;
import io.kindred.temporal.Timeline;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.util.List;

/**
 * Puts the parts of answers together: answers a question when all parts are here, or when its
 * deadline is over with what is here.
 *
 * <p>Keyed by the question's token. State: {@code answer}, the bytes of {@link OpenAnswer}, cleared
 * when all parts have come, late ones too; and that of {@link DeferringOperator}. Metrics: {@link
 * #ANSWERS}, {@link #TIMEOUTS} and {@link #MILLIS}.
 */
public final class AnswerOperator extends DeferringOperator<AnswerMessage, OutputRow> {

    /** Counts the answers since the operator opened. */
    public static final String ANSWERS = "answers";

    /** Counts those among them that were not whole when the deadline was over. */
    public static final String TIMEOUTS = "answers-timed-out";

    /** Shows how long the last {@value #REMEMBERED} answers took, a histogram of milliseconds. */
    public static final String MILLIS = "answer-ms";

    private static final long serialVersionUID = 1L;
    private static final int REMEMBERED = 1000;

    private final OntologyDocument ontology;
    private final Timeline timeline;

    private transient ValueState<byte[]> state;
    private transient AnswerMerge merge;
    private transient AnswerRowJson json;
    private transient Counter answers;
    private transient Counter timeouts;
    private transient Histogram millis;

    /** With the declarations of the job. */
    public AnswerOperator(OntologyDocument ontology, Timeline timeline) {
        this.ontology = ontology;
        this.timeline = timeline;
    }

    /** The key to put parts together by. */
    public static String key(AnswerMessage message) {
        return message.token();
    }

    @Override
    public void open() throws Exception {
        super.open();
        state =
                getPartitionedState(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        new ValueStateDescriptor<>(
                                "answer", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        merge = new AnswerMerge(ontology.ontology());
        json = new AnswerRowJson(timeline);
        answers = getMetricGroup().counter(ANSWERS);
        timeouts = getMetricGroup().counter(TIMEOUTS);
        millis = getMetricGroup().histogram(MILLIS, new DescriptiveStatisticsHistogram(REMEMBERED));
    }

    @Override
    public void processElement(StreamRecord<AnswerMessage> element) throws Exception {
        AnswerMessage message = element.getValue();
        OpenAnswer answer = load().with(message);
        if (answer.isComplete()) {
            give(answer, List.of());
            undefer();
            state.clear();
        } else if (answer.isOver()) {
            state.clear();
        } else {
            save(answer);
            if (message instanceof Opened opened) {
                defer(opened.question().deadlineMillis());
            }
        }
    }

    /** The deadline is over. */
    @Override
    void onDue() throws Exception {
        OpenAnswer answer = load();
        timeouts.inc();
        give(answer, answer.missing().stream().map(Owners::name).toList());
        save(answer.givenUp());
    }

    private void give(OpenAnswer answer, List<String> missing) {
        Opened opened = answer.opened().orElseThrow();
        String id = opened.question().id();
        Subject subject = opened.question().subject();
        Found found = merge.merge(subject, answer.parts());
        answers.inc();
        millis.update(getProcessingTimeService().getCurrentProcessingTime() - opened.askedAt());
        output.collect(
                new StreamRecord<>(
                        new OutputRow(
                                id,
                                json.row(
                                        new Answer(
                                                id,
                                                found,
                                                AnswerMerge.revision(
                                                        subject,
                                                        found,
                                                        answer.shown().flatMap(Shown::row)),
                                                missing)),
                                0,
                                false)));
    }

    private OpenAnswer load() throws Exception {
        byte[] bytes = state.value();
        return bytes == null ? OpenAnswer.NONE : OpenAnswer.FORMAT.read(bytes);
    }

    private void save(OpenAnswer answer) throws Exception {
        state.update(OpenAnswer.FORMAT.write(answer));
    }
}
