package io.kindred.testkit;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/**
 * The seeds of the random tests. The build hands over the commit, which the first seed comes from:
 * each commit tries other cases, and one commit always the same. Two system properties replace
 * them: {@code kindred.test.seed} is the first seed, {@code kindred.test.cases} how many cases a
 * test takes whose cases cost little (others take a share or a multiple).
 */
public final class Seeds {

    /** How many cases a test takes whose cases cost little. */
    public static final int CASES = Integer.getInteger("kindred.test.cases", 100);

    /** The first seed that comes with the commit. */
    public static final long FIRST =
            Long.getLong("kindred.test.seed", ofCommit(System.getProperty("kindred.test.commit")));

    /** How many digits of the commit make the first seed: two commits rarely share so many. */
    private static final int HEX_DIGITS = 7;

    /**
     * From one seed to the next. {@link java.util.Random} looks at 48 bits of a seed, and begins
     * nearly alike with seeds that are close to each other.
     */
    private static final long STEP = 0x9E3779B97F4BL;

    private static final long BITS = (1L << 48) - 1;

    private static final int LEAST_FIXED = 4;

    private static final ThreadLocal<OptionalLong> CURRENT =
            ThreadLocal.withInitial(OptionalLong::empty);

    static {
        System.out.println(
                "Random tests: -Dkindred.test.seed=" + FIRST + " -Dkindred.test.cases=" + CASES);
    }

    private Seeds() {}

    /** So many seeds from the first one on, at least one. */
    public static Iterable<Long> take(int count) {
        return () -> new Walk(0, Math.max(1, count));
    }

    /**
     * Seeds of which the first ones are the same in every commit: half of them, but at least four.
     * The others start at {@link #FIRST}. For tests that also assert that something came up: it
     * does so by the fixed ones alone.
     */
    public static Iterable<Long> halfFixed(int count) {
        int fixed = Math.max(LEAST_FIXED, count / 2);
        return () -> new Walk(fixed, fixed + Math.max(1, count - count / 2));
    }

    /** The seed whose case this thread is in the midst of. */
    static OptionalLong current() {
        return CURRENT.get();
    }

    /** Nothing is left of a test that failed. */
    static void forget() {
        CURRENT.remove();
    }

    /**
     * One if there is none, as where the sources are no Git repository; fixed cases begin at zero.
     */
    private static long ofCommit(String commit) {
        return commit == null || !commit.matches("[0-9a-f]{40}")
                ? 1
                : Long.parseLong(commit.substring(0, HEX_DIGITS), 16);
    }

    private static final class Walk implements Iterator<Long> {
        private final int fixed;
        private final int count;
        private int taken;

        Walk(int fixed, int count) {
            this.fixed = fixed;
            this.count = count;
        }

        @Override
        public boolean hasNext() {
            if (taken == count) {
                forget();
            }
            return taken < count;
        }

        @Override
        public Long next() {
            if (taken == count) {
                throw new NoSuchElementException();
            }
            long seed = (taken < fixed ? taken * STEP : FIRST + (taken - fixed) * STEP) & BITS;
            taken++;
            CURRENT.set(OptionalLong.of(seed));
            return seed;
        }
    }
}
