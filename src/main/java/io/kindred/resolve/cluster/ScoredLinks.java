package io.kindred.resolve.cluster;

import io.kindred.ontology.ScoreRules;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the scored links among records: pairs that have the values of a key in common at the same
 * time, and whose score over that time is enough.
 *
 * <p>Example: a key on the surname finds records 1 and 2 from 2000 to 2010 and again from 2015 on.
 * Their scores are 3,000 and 5,000: there is one link, of 5,000, from 2015 on.
 *
 * <p>Costs the score of each pair of a block.
 */
public final class ScoredLinks {

    private final List<NormalizedRecord> records;
    private final Matcher matcher;
    private final long least;
    private final Map<Long, ScoredLink> best = new HashMap<>();

    private ScoredLinks(List<NormalizedRecord> records, Matcher matcher, long least) {
        this.records = records;
        this.matcher = matcher;
        this.least = least;
    }

    /**
     * The links in the order in which they are visited: one for each pair at most.
     *
     * @param records sorted, all of one entity type
     * @param isGeneric whether the key values are generic and find nobody
     */
    public static List<ScoredLink> of(
            List<NormalizedRecord> records, Matcher matcher, Predicate<KeyValues> isGeneric) {
        Optional<ScoreRules> score = matcher.rules().score();
        if (score.isEmpty()) {
            return List.of();
        }
        ScoredLinks links = new ScoredLinks(records, matcher, score.get().link());
        // In canonical order, so that the first of several equal scores stands.
        Groups.entries(records, matcher.rules(), true)
                .forEach(
                        (key, times) -> {
                            if (times.size() > 1 && !isGeneric.test(key)) {
                                links.add(key, times);
                            }
                        });
        List<ScoredLink> sorted = new ArrayList<>(links.best.values());
        sorted.sort(null);
        return sorted;
    }

    private void add(KeyValues key, Map<Integer, IntervalSet> times) {
        List<Integer> members = new ArrayList<>(times.keySet());
        for (int i = 0; i < members.size(); i++) {
            IntervalSet own = times.get(members.get(i));
            for (int j = i + 1; j < members.size(); j++) {
                for (Interval both : own.intersection(times.get(members.get(j)))) {
                    add(key, members.get(i), members.get(j), both);
                }
            }
        }
    }

    private void add(KeyValues key, int lesser, int greater, Interval both) {
        long score = matcher.score(records.get(lesser), records.get(greater), both);
        if (score >= least) {
            ScoredLink link = new ScoredLink(lesser, greater, score, key, both);
            best.merge(
                    (long) lesser * records.size() + greater,
                    link,
                    (before, now) -> now.score() > before.score() ? now : before);
        }
    }
}
