package io.kindred.codec;

import io.kindred.model.Decision;
import io.kindred.model.Input;
import io.kindred.model.SourceRecord;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one input says.
 *
 * @param records versions of records, in order
 * @param decisions of people, in order
 * @param memory what a saved state remembered besides versions of records
 */
public record Decoded(List<SourceRecord> records, List<Decision> decisions, List<Input> memory) {

    /** An input that can be ignored. */
    public static final Decoded NOTHING = new Decoded(List.of(), List.of());

    public Decoded {
        records = List.copyOf(records);
        decisions = List.copyOf(decisions);
        memory = List.copyOf(memory);
    }

    private Decoded(List<SourceRecord> records, List<Decision> decisions) {
        this(records, decisions, List.of());
    }

    /** What a saved state remembered. */
    public static Decoded ofMemory(Input input) {
        return new Decoded(List.of(), List.of(), List.of(input));
    }

    public static Decoded of(SourceRecord record) {
        return new Decoded(List.of(record), List.of());
    }

    public static Decoded of(List<SourceRecord> records) {
        return new Decoded(records, List.of());
    }

    public static Decoded of(Decision decision) {
        return new Decoded(List.of(), List.of(decision));
    }

    /**
     * The same with the records marked as {@linkplain SourceRecord#isCarried() migrated}. Decisions
     * need no mark: an older version of one changes nothing.
     */
    Decoded carried() {
        return new Decoded(records.stream().map(SourceRecord::carried).toList(), decisions, memory);
    }

    /** Whether it inserts or replaces anything. */
    boolean isUpsert() {
        return Stream.concat(
                        records.stream().map(SourceRecord::op),
                        decisions.stream().map(Decision::op))
                .anyMatch(SourceRecord.Op.UPSERT::equals);
    }
}
