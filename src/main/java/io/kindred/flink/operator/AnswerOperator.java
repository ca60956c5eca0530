package io.kindred.flink.operator;

import io.kindred.codec.AnswerRowJson;
import io.kindred.codec.OntologyDocument;
import io.kindred.flink.internal.KeyTimers;
import io.kindred.flink.internal.OneInputOperator;
import io.kindred.model.Answer;
import io.kindred.model.Answer.Found;
import io.kindred.model.Question.Subject;
import io.kindred.resolve.WholeAnswer;
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
 * Assembles answers from their parts. It emits an answer when all parts have arrived, or at the
 * question's deadline with the parts that have arrived by then.
 *
 * <p>Keyed by the question's token. State: {@code answer}, the bytes of {@link OpenAnswer}, cleared
 * when all parts have arrived, late ones included; and the state of {@link KeyTimers}. Metrics:
 * {@link #ANSWERS}, {@link #TIMEOUTS} and {@link #MILLIS}.
 */
public final class AnswerOperator extends OneInputOperator<AnswerMessage, OutputRow> {

    /** Counts the answers emitted since the operator opened. */
    public static final String ANSWERS = "answers";

    /** Counts the answers that were emitted incomplete at their deadline. */
    public static final String TIMEOUTS = "answers-timed-out";

    /** Histogram of the latency of the last {@value #REMEMBERED} answers, in milliseconds. */
    public static final String MILLIS = "answer-ms";

    private static final long serialVersionUID = 1L;
    private static final int REMEMBERED = 1000;

    private final OntologyDocument ontology;
    private final Timeline timeline;

    private transient ByteCell state;
    private transient KeyTimers timers;
    private transient WholeAnswer whole;
    private transient AnswerRowJson json;
    private transient Counter answers;
    private transient Counter timeouts;
    private transient Histogram millis;

    public AnswerOperator(OntologyDocument ontology, Timeline timeline) {
        this.ontology = ontology;
        this.timeline = timeline;
    }

    /** The key that groups the parts of an answer: the question's token. */
    public static String key(AnswerMessage message) {
        return message.token();
    }

    @Override
    public void open() throws Exception {
        super.open();
        state = states().cell("answer");
        timers = new KeyTimers(this, this::onDue);
        whole = new WholeAnswer(ontology.ontology(), timeline);
        json = new AnswerRowJson(timeline);
        answers = getMetricGroup().counter(ANSWERS);
        timeouts = getMetricGroup().counter(TIMEOUTS);
        millis = histogram(MILLIS, REMEMBERED);
    }

    @Override
    protected void accept(AnswerMessage message) {
        OpenAnswer answer = load().with(message);
        if (answer.isComplete()) {
            emitAnswer(answer, List.of());
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

    /** Emits what has arrived when the deadline passes; parts that come later are dropped. */
    private void onDue() {
        OpenAnswer answer = load();
        timeouts.inc();
        emitAnswer(answer, answer.missing().stream().map(Owners::name).toList());
        save(answer.givenUp());
    }

    @Override
    public void endInput() throws Exception {
        timers.end();
    }

    private void emitAnswer(OpenAnswer answer, List<String> missing) {
        Opened opened = answer.opened().orElseThrow();
        String id = opened.question().id();
        Subject subject = opened.question().subject();
        Found found = whole.of(subject, answer.parts());
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
