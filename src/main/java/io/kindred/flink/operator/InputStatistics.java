package io.kindred.flink.operator;

import io.kindred.codec.Decoded;
import io.kindred.codec.Notice;
import io.kindred.codec.Notices;
import io.kindred.flink.connector.RawInput;
import io.kindred.flink.operator.InputCount.Topic;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a decoder has found in its inputs since its last report. The names of a report are those of
 * {@link InputCount.Topic}, their parts joined by {@link RecordIdentity#SEPARATOR}.
 */
final class InputStatistics implements Notices {

    private static final int INPUTS_IN_REPORT = 1000;
    private static final long NANOS_IN_REPORT = Duration.ofMillis(200).toNanos();

    private final String source;
    private final LongSupplier nanos;
    private final RuleValues rules;
    private final OverfullKeys overfull;
    private final Map<Topic, Tally> counts = new EnumMap<>(Topic.class);
    private final List<String> noticed = new ArrayList<>();

    private int inputs;
    private long first;
    private String lastWritten = "";
    private String lastEntityType = "";
    private String lastPerspective = "";
    private long writtenAlike;

    /**
     * @param source the name of the source
     * @param nanos a clock, in nanoseconds
     */
    InputStatistics(String source, Ontology ontology, LongSupplier nanos) {
        this.source = source;
        this.nanos = nanos;
        this.rules = new RuleValues(ontology);
        this.overfull = new OverfullKeys(ontology);
        for (Topic topic : Topic.values()) {
            counts.put(topic, new Tally(topic.names()));
        }
    }

    /** Begins an input. */
    void read() {
        noticed.clear();
        if (inputs == 0) {
            first = nanos.getAsLong();
        }
        inputs++;
    }

    /** Notices something about the input that was begun. Counts if that is accepted. */
    @Override
    public void add(Notice notice, String detail) {
        noticed.add(
                source
                        + RecordIdentity.SEPARATOR
                        + notice.name()
                        + RecordIdentity.SEPARATOR
                        + detail);
    }

    /** Ends an input that was accepted. Decisions give no values and replace no records. */
    void accepted(RawInput input, Decoded decoded) {
        for (String notice : noticed) {
            tally(Topic.INPUT_NOTICES).add(notice, place(input));
        }
        for (SourceRecord record : decoded.records()) {
            if (!record.isCarried()) {
                written(record.identity());
            }
            rules.look(
                    record,
                    (type, attribute) ->
                            tally(Topic.RULE_VALUES)
                                    .add(type + RecordIdentity.SEPARATOR + attribute, ""));
            overfull.look(
                    record,
                    (type, key) ->
                            tally(Topic.OVERFULL_KEYS)
                                    .add(type + RecordIdentity.SEPARATOR + key, place(input)));
        }
    }

    /** Ends an input that was rejected. */
    void rejected(RawInput input, String error) {
        tally(Topic.DEAD_LETTER_REASONS)
                .add(DeadLetterReason.of(error), place(input) + ": " + error);
    }

    /** Whether there is enough for a report, or the last one was long ago. */
    boolean isReportDue() {
        return inputs >= INPUTS_IN_REPORT
                || inputs > 0 && nanos.getAsLong() - first >= NANOS_IN_REPORT;
    }

    /** Hands over all counts since the last report, inputs first. */
    void report(Consumer<InputCount> to) {
        if (inputs > 0) {
            to.accept(new InputCount(Topic.INPUTS_READ, source, inputs, ""));
            inputs = 0;
        }
        countWritten();
        counts.forEach(
                (topic, tally) ->
                        tally.drain(
                                each ->
                                        to.accept(
                                                new InputCount(
                                                        topic,
                                                        each.name(),
                                                        each.count(),
                                                        each.example()))));
    }

    private Tally tally(Topic topic) {
        return counts.get(topic);
    }

    private static String place(RawInput input) {
        return input.source() + ' ' + input.position();
    }

    /** Records of a source mostly have the entity type and perspective of the one before. */
    private void written(RecordIdentity record) {
        if (!record.entityType().equals(lastEntityType)
                || !record.perspective().equals(lastPerspective)) {
            countWritten();
            lastEntityType = record.entityType();
            lastPerspective = record.perspective();
            lastWritten =
                    source
                            + RecordIdentity.SEPARATOR
                            + ReplacedRecords.name(lastEntityType, lastPerspective);
        }
        writtenAlike++;
    }

    private void countWritten() {
        if (writtenAlike > 0) {
            tally(Topic.RECORDS_WRITTEN).add(new Tally.Counted(lastWritten, writtenAlike, ""));
            writtenAlike = 0;
        }
    }
}
