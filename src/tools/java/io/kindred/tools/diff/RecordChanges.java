package io.kindred.tools.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.store.StoreView;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * How records differ that are in both results. Nothing is known if one has no output of records.
 */
final class RecordChanges {

    private final Sides sides;
    private final boolean isKnown;

    RecordChanges(Sides sides) {
        this.sides = sides;
        this.isKnown = sides.common().contains(Output.RECORDS);
    }

    boolean isKnown() {
        return isKnown;
    }

    /** What differs: {@link Cause#RECORDS}, {@link Cause#DECISIONS}, both or nothing. */
    Set<Cause> of(String identity) {
        if (!isKnown) {
            return EnumSet.noneOf(Cause.class);
        }
        Optional<ObjectNode> before = sides.before().current(Output.RECORDS, identity);
        Optional<ObjectNode> after = sides.after().current(Output.RECORDS, identity);
        return before.isPresent() && after.isPresent()
                ? between(before.get(), after.get())
                : EnumSet.noneOf(Cause.class);
    }

    /** What differs between two rows of a record. */
    Set<Cause> between(ObjectNode before, ObjectNode after) {
        Set<Cause> differences = EnumSet.noneOf(Cause.class);
        if (!before.path("descriptors").equals(after.path("descriptors"))) {
            differences.add(Cause.RECORDS);
        }
        if (!decisions(sides.before(), before).equals(decisions(sides.after(), after))) {
            differences.add(Cause.DECISIONS);
        }
        return differences;
    }

    /**
     * The decisions that count, since the other record is there, too. Results of different states
     * have different digests of one record, so the records are compared.
     */
    private static Set<String> decisions(StoreView view, ObjectNode row) {
        Set<String> decisions = new HashSet<>();
        for (JsonNode decision : row.path("decisions")) {
            view.decided(decision.path("other").asText())
                    .ifPresent(
                            other ->
                                    decisions.add(
                                            decision.path("decision").asText() + ' ' + other));
        }
        return decisions;
    }
}
