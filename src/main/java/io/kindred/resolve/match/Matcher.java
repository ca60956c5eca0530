package io.kindred.resolve.match;

import io.kindred.model.MilliBits;
import io.kindred.model.PairEvidence.ScoreEvidence;
import io.kindred.model.PairEvidence.TestEvidence;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.ScoreRules;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares pairs of records of one entity type: by the tests of its keys, and by its score. What
 * comparisons need of a record is computed once and kept with it; scores are kept in a {@link
 * MatchCache}. Not thread-safe.
 *
 * <p>Example: records 1 and 2 have the same birthday, and the test of the key asks for surnames
 * that are nearly alike. From 2010 on one of them is Smith and the other one Smyth: they are linked
 * from 2010 on.
 *
 * <p>A pair costs, for each moment of the interval, the comparisons of the values that both have at
 * that moment, until one holds.
 */
public final class Matcher implements PairScores {

    private final EntityTypeRules rules;
    private final Aspects aspects = new Aspects();
    private final List<@Nullable CompiledTest> tests = new ArrayList<>();
    private final List<CompiledComparison> comparisons;
    private final MatchCache cache;

    /**
     * @param cache may be shared by the matchers of a thread
     */
    public Matcher(EntityTypeRules rules, MatchCache cache) {
        this.rules = rules;
        for (IdentityKey key : rules.identityKeys()) {
            tests.add(
                    key.test() instanceof KeyTest.Tested tested
                            ? new CompiledTest(tested.test(), aspects)
                            : null);
        }
        this.comparisons =
                rules.score().map(ScoreRules::comparisons).orElse(List.of()).stream()
                        .map(each -> new CompiledComparison(each, aspects))
                        .toList();
        this.cache = cache;
    }

    /** With a cache of its own. */
    public static Matcher of(EntityTypeRules rules) {
        return new Matcher(rules, MatchCache.ofUsualSize());
    }

    public EntityTypeRules rules() {
        return rules;
    }

    /**
     * When the test of a key links two records: from the first moment to the last at which it
     * holds. Empty if it never holds.
     *
     * @param keyPosition of a key with a test
     * @param over when both have the key's values
     */
    public Optional<Interval> linked(
            int keyPosition, NormalizedRecord a, NormalizedRecord b, Interval over) {
        return Optional.ofNullable(test(keyPosition).span(compared(a), compared(b), over));
    }

    /**
     * Whether a key links two records: one without a test if both have its values at some time, any
     * other if its test holds or the score is high enough at such a time.
     *
     * @param both when both have the values of the key
     */
    public boolean isLinked(
            int keyPosition, NormalizedRecord a, NormalizedRecord b, IntervalSet both) {
        KeyTest test = rules.key(keyPosition).test();
        for (Interval interval : both) {
            boolean isLinked =
                    test instanceof KeyTest.Scored
                            ? score(a, b, interval) >= scoreRules().link()
                            : test instanceof KeyTest.None
                                    || linked(keyPosition, a, b, interval).isPresent();
            if (isLinked) {
                return true;
            }
        }
        return false;
    }

    /**
     * The score of two records over an interval, in thousandths of a bit; symmetric.
     *
     * @throws IllegalStateException if the rules have no score
     */
    @Override
    public long score(NormalizedRecord a, NormalizedRecord b, Interval over) {
        ComparedRecord left = compared(a);
        ComparedRecord right = compared(b);
        return cache.scores().get(left, right, over, () -> compute(left, right, over));
    }

    /**
     * What the alternatives of a key's test find of two records; see {@link #linked}.
     *
     * @param keyPosition of a key with a test
     */
    public List<TestEvidence> testEvidence(
            int keyPosition, NormalizedRecord a, NormalizedRecord b, Interval over) {
        return test(keyPosition).evidence(compared(a), compared(b), over);
    }

    /**
     * The {@linkplain #score score} of two records over an interval with the part of each
     * comparison. Not symmetric: the values of {@code a} are shown first.
     *
     * @throws IllegalStateException if the rules have no score
     */
    public ScoreEvidence explain(NormalizedRecord a, NormalizedRecord b, Interval over) {
        ComparedRecord left = compared(a);
        ComparedRecord right = compared(b);
        long[] moments = Moments.starts(left, right, over);
        return new ScoreEvidence(
                over,
                new MilliBits(scoreRules().prior()),
                comparisons.stream().map(each -> each.evidence(left, right, moments)).toList(),
                new MilliBits(score(a, b, over)),
                new MilliBits(scoreRules().link()));
    }

    private CompiledTest test(int keyPosition) {
        CompiledTest test = tests.get(keyPosition);
        if (test == null) {
            throw new IllegalArgumentException("the key at " + keyPosition + " has no test");
        }
        return test;
    }

    private ComparedRecord compared(NormalizedRecord record) {
        return record.attachment(aspects, () -> new ComparedRecord(record, aspects));
    }

    private long compute(ComparedRecord a, ComparedRecord b, Interval over) {
        long score = scoreRules().prior();
        long[] moments = Moments.starts(a, b, over);
        for (CompiledComparison comparison : comparisons) {
            int level = comparison.level(a, b, moments);
            score += comparison.weight(level, a, b, moments);
        }
        return score;
    }

    private ScoreRules scoreRules() {
        return rules.score()
                .orElseThrow(() -> new IllegalStateException("the rules have no score"));
    }
}
