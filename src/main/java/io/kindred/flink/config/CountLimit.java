package io.kindred.flink.config;

import java.io.Serializable;
import java.math.BigDecimal;

/** How many of something there may be at most: by number, or as a share of all. */
public sealed interface CountLimit extends Serializable {

    /** Whether so many of all are too many. */
    boolean isExceeded(long count, long all);

    /** The limit in words. */
    String inWords();

    /**
     * At most so many.
     *
     * @param most at least 0
     */
    record Number(long most) implements CountLimit {

        @Override
        public boolean isExceeded(long count, long all) {
            return count > most;
        }

        @Override
        public String inWords() {
            return String.valueOf(most);
        }
    }

    /**
     * At most a share of all.
     *
     * @param share from 0 to 1
     * @param after the share is not applied if there are fewer in all
     */
    record Share(BigDecimal share, long after) implements CountLimit {

        @Override
        public boolean isExceeded(long count, long all) {
            return all >= after
                    && share.multiply(BigDecimal.valueOf(all)).compareTo(BigDecimal.valueOf(count))
                            < 0;
        }

        @Override
        public String inWords() {
            return "the share " + share.toPlainString();
        }
    }
}
