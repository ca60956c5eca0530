package io.kindred.flink.operator;

import io.kindred.codec.AnswerRowJson;
import io.kindred.codec.OntologyDocument;
import io.kindred.flink.internal.KeyTimers;
import io.kindred.flink.internal.OneInputOperator;
import io.kindred.model.Answer;
import io.kindred.model.Answer.Found;
import io.kindred.model.Question.Subject;
import io.kindred.resolve.query.AnswerMerge;
import io.kindred.storage.ByteCell;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.AnswerMessage.Opened;
import io.kindred.storage.wire.AnswerMessage.Shown;
import io.kindred.storage.wire.OpenAnswer;
import io.kindred.temporal.Timeline;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;

import java.util.List;

/**
 * Puts the parts of answers together: answers a question when all parts are here, or when its
 * deadline is over with what is here.
 *
 * <p>Keyed by the question's token. State: {@code answer}, the bytes of {@link OpenAnswer}, cleared
 * when all parts have come, late ones too; and that of {@link KeyTimers}. Metrics: {@link
 * #ANSWERS}, {@link #TIMEOUTS} and {@link #MILLIS}.
 */
public final class AnswerOperator extends OneInputOperator<AnswerMessage, OutputRow> {

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

    private transient ByteCell state;
    private transient KeyTimers timers;
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
        state = states().cell("answer");
        timers = new KeyTimers(this, this::onDue);
        merge = new AnswerMerge(ontology.ontology());
        json = new AnswerRowJson(timeline);
        answers = getMetricGroup().counter(ANSWERS);
        timeouts = getMetricGroup().counter(TIMEOUTS);
        millis = histogram(MILLIS, REMEMBERED);
    }

    @Override
    protected void accept(AnswerMessage message) {
        OpenAnswer answer = load().with(message);
        if (answer.isComplete()) {
            give(answer, List.of());
            timers.cancel();
            state.clear();
        } else if (answer.isOver()) {
            state.clear();
        } else {
            save(answer);
            if (message instanceof Opened opened) {
                timers.schedule(opened.question().deadlineMillis());
            }
        }
    }

    /** The deadline is over. */
    private void onDue() {
        OpenAnswer answer = load();
        timeouts.inc();
        give(answer, answer.missing().stream().map(Owners::name).toList());
        save(answer.givenUp());
    }

    @Override
    public void endInput() throws Exception {
        timers.end();
    }

    private void give(OpenAnswer answer, List<String> missing) {
        Opened opened = answer.opened().orElseThrow();
        String id = opened.question().id();
        Subject subject = opened.question().subject();
        Found found = merge.merge(subject, answer.parts());
        answers.inc();
        millis.update(now() - opened.askedAt());
        emit(
                new OutputRow(
                        id,
                        json.row(
                                new Answer(
                                        id,
                                        found,
                                        AnswerMerge.revision(
                                                subject, found, answer.shown().flatMap(Shown::row)),
                                        missing)),
                        0,
                        false));
    }

    private OpenAnswer load() {
        byte[] bytes = state.get();
        return bytes == null ? OpenAnswer.NONE : OpenAnswer.FORMAT.read(bytes);
    }

    private void save(OpenAnswer answer) {
        state.put(OpenAnswer.FORMAT.write(answer));
    }
}
