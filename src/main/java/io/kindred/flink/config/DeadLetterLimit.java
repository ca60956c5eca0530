package io.kindred.flink.config;

import java.io.Serializable;
import java.math.BigDecimal;

/** How many inputs may be dead letters before the job fails. */
public sealed interface DeadLetterLimit extends Serializable {

    /** The default of {@code after}. */
    long DEFAULT_AFTER = 1000;

    /** Whether so many of the inputs are too many. */
    boolean isExceeded(long deadLetters, long inputs);

    /** The limit in words. */
    String inWords();

    /**
     * A number of dead letters.
     *
     * @param most at least 0
     */
    record Number(long most) implements DeadLetterLimit {

        @Override
        public boolean isExceeded(long deadLetters, long inputs) {
            return deadLetters > most;
        }

        @Override
        public String inWords() {
            return String.valueOf(most);
        }
    }

    /**
     * A share of the inputs.
     *
     * @param share from 0 to 1
     * @param after fewer inputs are not judged
     */
    record Share(BigDecimal share, long after) implements DeadLetterLimit {

        @Override
        public boolean isExceeded(long deadLetters, long inputs) {
            return inputs >= after
                    && share.multiply(BigDecimal.valueOf(inputs))
                                    .compareTo(BigDecimal.valueOf(deadLetters))
                            < 0;
        }

        @Override
        public String inWords() {
            return "the share " + share.toPlainString();
        }
    }
}
