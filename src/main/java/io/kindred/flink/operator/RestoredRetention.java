package io.kindred.flink.operator;

import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Retention;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * For which retention rules an operator has entered its records in its index by time. If the rules
 * are others than before, it must enter all records once more.
 *
 * <p>Operator state: {@code expiry-of}, the rules as text once per subtask, or {@value #NONE_YET}
 * before all records are entered; each subtask reads those of all.
 */
final class RestoredRetention {

    private static final String NONE_YET = "?";

    private final ListState<String> state;
    private final String rules;
    private boolean isComplete;

    private RestoredRetention(ListState<String> state, String rules, boolean isComplete) {
        this.state = state;
        this.rules = rules;
        this.isComplete = isComplete;
    }

    /**
     * Reads the rules.
     *
     * @param rules those of the job, see {@link #text}
     */
    static RestoredRetention restore(OperatorStateStore store, String rules) throws Exception {
        ListState<String> state =
                store.getUnionListState(new ListStateDescriptor<>("expiry-of", Types.STRING));
        boolean isKnown = false;
        boolean isSame = true;
        for (String before : state.get()) {
            isKnown = true;
            isSame &= before.equals(rules);
        }
        return new RestoredRetention(state, rules, isKnown ? isSame : rules.isEmpty());
    }

    /**
     * The retention rules of an ontology as text; empty if nothing ever expires or is forgotten.
     *
     * <p>Example: {@code person=63072000000,person.email=0}, in points of the timeline.
     *
     * @param forgets whether the job forgets what is not there any more, so that it is kept
     *     elsewhere
     */
    static String text(Ontology ontology, boolean forgets) {
        StringJoiner text = new StringJoiner(",");
        if (forgets) {
            text.add("forgets");
        }
        for (Map.Entry<String, EntityTypeRules> type :
                new TreeMap<>(ontology.entityTypes()).entrySet()) {
            EntityTypeRules rules = type.getValue();
            if (rules.hasRetention()) {
                text.add(type.getKey() + "=" + points(rules.retention()));
                for (Map.Entry<String, AttributeRules> attribute :
                        new TreeMap<>(rules.attributes()).entrySet()) {
                    attribute
                            .getValue()
                            .retention()
                            .ifPresent(
                                    own ->
                                            text.add(
                                                    type.getKey()
                                                            + "."
                                                            + attribute.getKey()
                                                            + "="
                                                            + points(own)));
                }
            }
        }
        return text.toString();
    }

    private static String points(Retention retention) {
        return retention.isLimited() ? Long.toString(retention.points()) : "ever";
    }

    /** Whether all records are entered. */
    boolean isComplete() {
        return isComplete;
    }

    /** Notes that all records are entered. */
    void complete() {
        isComplete = true;
    }

    /** Writes the rules; must be called for every checkpoint. */
    void snapshot() throws Exception {
        boolean isNothing = isComplete && rules.isEmpty();
        state.update(isNothing ? List.of() : List.of(isComplete ? rules : NONE_YET));
    }
}
