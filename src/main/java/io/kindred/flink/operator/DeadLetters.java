package io.kindred.flink.operator;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The dead letters of a job by their reason.
 *
 * @param inputs how many inputs were read
 * @param reasons by what their errors have in common
 */
public record DeadLetters(long inputs, Map<String, Tally.Counted> reasons) {

    private static final int NAMED = 3;

    public DeadLetters {
        reasons = Map.copyOf(reasons);
    }

    /** How many inputs are dead letters. */
    public long count() {
        return Tally.sum(reasons);
    }

    /** Whether inputs were read, and all of them are dead letters. */
    public boolean areAll() {
        return inputs > 0 && count() >= inputs;
    }

    /** The number and the commonest reasons, in one line. */
    public String inWords() {
        String listed =
                Tally.commonest(reasons, NAMED).stream()
                        .map(
                                each ->
                                        String.format(
                                                Locale.ROOT,
                                                "%,d × \"%s\", such as %s",
                                                each.count(),
                                                each.name(),
                                                each.example()))
                        .collect(Collectors.joining("; "));
        return String.format(
                Locale.ROOT,
                "%,d of %,d inputs are dead letters; the commonest reasons: %s",
                count(),
                inputs,
                listed);
    }

    /** The part of the inputs in percent, such as {@code 12.5 %}. */
    public String percent(long some) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * some / Math.max(1, inputs));
    }
}
