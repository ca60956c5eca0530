package io.kindred.flink.operator;

import java.util.Locale;

/**
 * A count of a decoder, sent to {@link InputCountsFunction}. Public, with simple component types,
 * because Flink serialises it between operators.
 *
 * @param topic what the name means
 * @param count how many more
 * @param example the first of them; empty if there is nothing to tell
 */
public record InputCount(Topic topic, String name, long count, String example) {

    /** What is counted. */
    public enum Topic {
        /** Inputs, by source. */
        INPUTS_READ(1000),
        /** Rejected inputs, by their {@link DeadLetterReason}. */
        DEAD_LETTER_REASONS(100),
        /** What decoders notice in accepted inputs, by source, notice and detail. */
        INPUT_NOTICES(1000),
        /** Accepted records, by source, entity type and perspective. */
        RECORDS_WRITTEN(1000),
        /**
         * By entity type and attribute: whether an attribute of a rule had a value. The entity type
         * is that of the ontology's rules. An empty attribute: whether there was a record.
         */
        RULE_VALUES(10_000),
        /**
         * Accepted records with too many combinations of values for an identity key, by entity type
         * and key.
         */
        OVERFULL_KEYS(1000);

        private final int names;

        Topic(int names) {
            this.names = names;
        }

        /** How many names are counted. */
        int names() {
            return names;
        }

        /** The name of the state and the accumulator, such as {@code inputs-read}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
