package io.kindred.oracle;

import io.kindred.model.RecordIdentity;
import io.kindred.ontology.Condition;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Level;
import io.kindred.ontology.ScoreRules;
import io.kindred.ontology.ScoredComparison;
import io.kindred.oracle.NaiveKeys.Block;
import io.kindred.oracle.NaiveKeys.Entry;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Scores of pairs, the links that they make, and whether clusters cohere.
 *
 * @param rules those of the entity type
 */
record NaiveScores(Facts facts, ScoreRules rules) {

    /**
     * Two records that a key finds and whose score is enough.
     *
     * @param position of the key
     * @param interval when both have the values of the key
     */
    record Link(
            int position,
            IdentityKey key,
            List<String> values,
            Interval interval,
            RecordIdentity lesser,
            RecordIdentity greater,
            long score) {

        /** Which of several between two records stands: the least. */
        private static final Comparator<Link> BEST =
                Comparator.comparingLong(Link::score)
                        .reversed()
                        .thenComparingInt(Link::position)
                        .thenComparing(Link::values, NaiveOrder.LISTS)
                        .thenComparing(Link::interval, NaiveOrder.INTERVALS);

        private static final Comparator<Link> VISITS =
                Comparator.comparingLong(Link::score)
                        .reversed()
                        .thenComparing(Link::lesser, NaiveOrder.IDENTITIES)
                        .thenComparing(Link::greater, NaiveOrder.IDENTITIES);
    }

    /** Those of an entity type that has scores. */
    static NaiveScores of(Facts facts) {
        return new NaiveScores(facts, facts.rules().score().orElseThrow());
    }

    /** All scored links in the order in which they are visited; none without rules. */
    static List<Link> links(Facts facts) {
        return facts.rules().score().isPresent() ? of(facts).links() : List.of();
    }

    private List<Link> links() {
        Map<Set<RecordIdentity>, Link> best = new HashMap<>();
        List<IdentityKey> keys = facts.rules().identityKeys();
        for (int position = 0; position < keys.size(); position++) {
            IdentityKey key = keys.get(position);
            if (key.test() instanceof KeyTest.Scored) {
                for (Block block : NaiveKeys.blocks(facts, key)) {
                    for (Link link : links(position, block)) {
                        best.merge(
                                Set.of(link.lesser(), link.greater()),
                                link,
                                (one, other) -> Link.BEST.compare(one, other) < 0 ? one : other);
                    }
                }
            }
        }
        return best.values().stream().sorted(Link.VISITS).toList();
    }

    private List<Link> links(int position, Block block) {
        List<Link> links = new ArrayList<>();
        for (Entry a : block.entries()) {
            for (Entry b : block.entries()) {
                Optional<Interval> common = NaiveTime.common(a.interval(), b.interval());
                if (NaiveOrder.IDENTITIES.compare(a.record(), b.record()) < 0
                        && common.isPresent()) {
                    long score = score(a.record(), b.record(), common.get());
                    if (score >= rules.link()) {
                        links.add(
                                new Link(
                                        position,
                                        block.key(),
                                        block.values(),
                                        common.get(),
                                        a.record(),
                                        b.record(),
                                        score));
                    }
                }
            }
        }
        return links;
    }

    /** The score of two records over an interval. */
    long score(RecordIdentity a, RecordIdentity b, Interval over) {
        return rules.prior()
                + rules.comparisons().stream()
                        .mapToLong(comparison -> weight(comparison, a, b, over))
                        .sum();
    }

    private long weight(
            ScoredComparison comparison, RecordIdentity a, RecordIdentity b, Interval over) {
        NaiveTests tests = new NaiveTests(facts);
        List<Interval> moments =
                tests.moments(a, b, over).stream()
                        .filter(moment -> !tests.holds(comparison.missing(), a, b, moment))
                        .toList();
        if (moments.isEmpty()) {
            return 0;
        }
        for (Level level : comparison.levels()) {
            if (moments.stream().anyMatch(moment -> tests.holds(level.test(), a, b, moment))) {
                return level.weight() + frequency(level, a, b, moments).orElse(0);
            }
        }
        return comparison.otherwise();
    }

    /** The greatest weight that the table has for a value that both have at such a moment. */
    private OptionalLong frequency(
            Level level, RecordIdentity a, RecordIdentity b, List<Interval> moments) {
        if (level.frequencies().isEmpty()) {
            return OptionalLong.empty();
        }
        Condition condition = level.test().alternatives().get(0).get(0);
        Set<String> shared = new HashSet<>();
        for (Interval moment : moments) {
            shared.addAll(shared(condition, a, b, moment));
            shared.addAll(shared(condition, b, a, moment));
        }
        return shared.stream()
                .filter(level.frequencies()::containsKey)
                .mapToLong(level.frequencies()::get)
                .max();
    }

    private Set<String> shared(
            Condition condition, RecordIdentity first, RecordIdentity second, Interval moment) {
        NaiveTests tests = new NaiveTests(facts);
        Set<String> values = tests.values(first, condition.attribute(), condition.steps(), moment);
        values.retainAll(tests.values(second, condition.with(), condition.steps(), moment));
        return values;
    }

    /** Whether two clusters that a link is between cohere. */
    boolean cohere(Set<RecordIdentity> a, Set<RecordIdentity> b, Link link) {
        Set<Set<RecordIdentity>> pairs = new HashSet<>();
        pairs.add(Set.of(link.lesser(), link.greater()));
        for (RecordIdentity x : least(a)) {
            for (RecordIdentity y : least(b)) {
                pairs.add(Set.of(x, y));
            }
        }
        long sum = 0;
        long count = 0;
        for (Set<RecordIdentity> pair : pairs) {
            List<RecordIdentity> two = List.copyOf(pair);
            Optional<Interval> span = commonSpan(two.get(0), two.get(1));
            if (span.isPresent()) {
                long score = score(two.get(0), two.get(1), span.get());
                sum += Math.max(-rules.clip(), Math.min(rules.clip(), score));
                count++;
            }
        }
        return sum >= rules.cohesion() * count;
    }

    private List<RecordIdentity> least(Collection<RecordIdentity> cluster) {
        return cluster.stream().sorted(NaiveOrder.IDENTITIES).limit(rules.members()).toList();
    }

    /** From the later of their least starts to the earlier of their greatest ends. */
    private Optional<Interval> commonSpan(RecordIdentity a, RecordIdentity b) {
        return span(a).flatMap(x -> span(b).flatMap(y -> NaiveTime.common(x, y)));
    }

    private Optional<Interval> span(RecordIdentity record) {
        List<Interval> all = facts.of(record).stream().map(Assertion::interval).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(NaiveTime.span(all));
    }
}
