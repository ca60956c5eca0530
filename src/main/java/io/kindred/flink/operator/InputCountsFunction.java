package io.kindred.flink.operator;

import io.kindred.codec.Notice;
import io.kindred.codec.OntologyDocument;
import io.kindred.codec.RuleAttribute;
import io.kindred.flink.config.CountLimit;
import io.kindred.flink.internal.NoRestart;
import io.kindred.flink.operator.InputCount.Topic;
import io.kindred.model.RecordIdentity;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Adds up what the decoders of all sources report, and fails the job if too many inputs are dead
 * letters. Runs in one subtask, so that limits do not depend on the parallelism.
 *
 * <p>A failing job is not restarted, and its last checkpoint is within the limit. Restored from it,
 * it fails again as soon as the same inputs are read, unless the limit is raised.
 *
 * <p>Operator state: for each {@link Topic} a {@link RestoredTally}, which is an accumulator of the
 * same name. Metrics: {@code dead-letter-reason}, the commonest as text; {@code dropped-value},
 * {@code unknown-before} and {@code missing-field}, the {@linkplain Notice notices}; {@code
 * attributes-without-value}, how many attributes of rules have not had a value; {@code
 * overfull-keys}, how often a record had too many combinations of values for an identity key.
 */
public final class InputCountsFunction extends ProcessFunction<InputCount, Void>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private final OntologyDocument ontology;
    private final @Nullable CountLimit limit;

    private transient Map<Topic, RestoredTally> tallies;
    private transient List<RuleAttribute> rules;
    private transient long inputs;
    private transient long deadLetters;

    /**
     * @param ontology the ontology whose rules need values
     * @param limit null for none
     */
    public InputCountsFunction(OntologyDocument ontology, @Nullable CountLimit limit) {
        this.ontology = ontology;
        this.limit = limit;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        tallies = new EnumMap<>(Topic.class);
        for (Topic topic : Topic.values()) {
            tallies.put(
                    topic,
                    RestoredTally.restore(
                            topic.id(),
                            topic.names(),
                            context.getOperatorStateStore(),
                            getRuntimeContext()));
        }
        inputs = tally(Topic.INPUTS_READ).sum();
        deadLetters = tally(Topic.DEAD_LETTER_REASONS).sum();
    }

    @Override
    public void open(OpenContext context) {
        rules = RuleAttribute.of(ontology.ontology());
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        metrics.gauge("dead-letter-reason", (Gauge<String>) this::commonestReason);
        for (Notice notice : Notice.values()) {
            metrics.gauge(
                    notice.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    (Gauge<Long>) () -> count(notice));
        }
        metrics.gauge("attributes-without-value", (Gauge<Long>) this::attributesWithoutValue);
        metrics.gauge("overfull-keys", (Gauge<Long>) () -> tally(Topic.OVERFULL_KEYS).sum());
        check();
    }

    @Override
    public void processElement(InputCount more, Context context, Collector<Void> out) {
        tally(more.topic()).add(new Tally.Counted(more.name(), more.count(), more.example()));
        if (more.topic() == Topic.INPUTS_READ) {
            inputs += more.count();
            check();
        } else if (more.topic() == Topic.DEAD_LETTER_REASONS) {
            deadLetters += more.count();
            check();
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        for (RestoredTally tally : tallies.values()) {
            tally.snapshot();
        }
    }

    private void check() {
        if (limit != null && limit.isExceeded(deadLetters, inputs)) {
            throw NoRestart.because(
                    new TooManyDeadLettersException(
                            "more dead letters than max_dead_letters allows ("
                                    + limit.inWords()
                                    + "): "
                                    + deadLetters().inWords()));
        }
    }

    private Tally tally(Topic topic) {
        return tallies.get(topic).tally();
    }

    private DeadLetters deadLetters() {
        return new DeadLetters(inputs, tally(Topic.DEAD_LETTER_REASONS).getLocalValue());
    }

    private String commonestReason() {
        return Tally.commonest(tally(Topic.DEAD_LETTER_REASONS).getLocalValue(), 1).stream()
                .map(each -> each.name() + "; " + each.example())
                .findFirst()
                .orElse("");
    }

    private long count(Notice notice) {
        String part = RecordIdentity.SEPARATOR + notice.name() + RecordIdentity.SEPARATOR;
        return tally(Topic.INPUT_NOTICES).getLocalValue().values().stream()
                .filter(each -> each.name().contains(part))
                .mapToLong(Tally.Counted::count)
                .sum();
    }

    private long attributesWithoutValue() {
        return RulesWithoutValues.of(rules, tally(Topic.RULE_VALUES).getLocalValue().keySet())
                .size();
    }
}
