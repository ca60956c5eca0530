package io.kindred.resolve.cluster;

import io.kindred.ontology.ScoreRules;
import io.kindred.resolve.Sample;
import io.kindred.resolve.cluster.Visit.Outcome.Measured;
import io.kindred.resolve.match.PairScores;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class CohesionTest {

    private static final long COHESION = -4_000;
    private static final long CLIP = 12_000;

    @Test
    void isTheMeanOverPairsOfWhichEachIsClipped() {
        assertThat(joinsThird(Map.of("23", 9_000L, "13", -2_000L)))
                .isEqualTo(new Measured(7_000, 2, true));
        assertThat(joinsThird(Map.of("23", 9_000L, "13", -18_000L)))
                .isEqualTo(new Measured(-3_000, 2, true));
        assertThat(joinsThird(Map.of("23", 3_999L, "13", -18_000L)))
                .isEqualTo(new Measured(-8_001, 2, false));
        assertThat(joinsThird(Map.of("23", 4_000L, "13", -12_000L)))
                .isEqualTo(new Measured(-8_000, 2, true));
        assertThat(joinsThird(Map.of("23", 20_000L, "13", 1L)))
                .isEqualTo(new Measured(12_001, 2, true));
    }

    /** The cluster of 1 and 2 with 3, which is linked with 2. */
    private static Measured joinsThird(Map<String, Long> scores) {
        List<NormalizedRecord> records =
                List.of(record("1", "x=a"), record("2", "x=a"), record("3", "x=a"));
        DisjointSets clusters = new DisjointSets(3);
        clusters.join(0, 1);
        return new Cohesion(rules(10), records, clusters, byUids(scores))
                .between(link(1, 2), clusters.find(0), 2);
    }

    @Test
    void looksAtTheLeastMembersOnlyAndAtTheLinkedRecords() {
        List<NormalizedRecord> records =
                List.of(
                        record("1", "x=a"),
                        record("2", "x=a"),
                        record("3", "x=a"),
                        record("4", "x=a"),
                        record("5", "x=a"));
        Map<String, Long> scores = Map.of("14", 1L, "24", 10L, "34", 100L, "25", 1_000L);
        DisjointSets clusters = new DisjointSets(5);
        Cohesion cohesion = new Cohesion(rules(2), records, clusters, byUids(scores));
        // In whichever order they join, 1 and 2 are the least.
        cohesion.joined(2, 1);
        cohesion.joined(2, 0);
        assertThat(cohesion.between(link(2, 3), 2, 3)).isEqualTo(new Measured(111, 3, true));
        assertThat(cohesion.between(link(1, 3), 2, 3)).isEqualTo(new Measured(11, 2, true));
        assertThat(cohesion.between(link(1, 4), 4, 2)).isEqualTo(new Measured(1_000, 2, true));
    }

    @Test
    void comparesOverTheSpanThatTwoRecordsHaveInCommonAndNobodyWithout() {
        List<NormalizedRecord> records =
                List.of(
                        record("1", "x=a@0-5", "y=a@20-30"),
                        record("2", "x=a@10-15", "y=b@25-40"),
                        record("3", "x=a@30-40"),
                        record("4"));
        DisjointSets clusters = new DisjointSets(4);
        clusters.join(0, 2);
        clusters.join(0, 3);
        PairScores spans =
                (a, b, over) -> {
                    boolean isFirst = (a.identity().uid() + b.identity().uid()).equals("12");
                    assertThat(over)
                            .isEqualTo(isFirst ? new Interval(10, 30) : new Interval(30, 40));
                    return 1;
                };
        assertThat(
                        new Cohesion(rules(10), records, clusters, spans)
                                .between(link(0, 1), clusters.find(0), 1))
                .isEqualTo(new Measured(2, 2, true));
    }

    private static PairScores byUids(Map<String, Long> scores) {
        return (a, b, over) -> {
            assertThat(over).isEqualTo(Interval.ALWAYS);
            String one = a.identity().uid();
            String other = b.identity().uid();
            boolean isSorted = one.compareTo(other) < 0;
            return scores.getOrDefault(isSorted ? one + other : other + one, 0L);
        };
    }

    private static ScoreRules rules(int members) {
        return new ScoreRules(0, List.of(), 0, COHESION, CLIP, members);
    }

    private static ScoredLink link(int lesser, int greater) {
        return new ScoredLink(lesser, greater, 0, new KeyValues(0, List.of("a")), Interval.ALWAYS);
    }

    private static NormalizedRecord record(String uid, String... values) {
        return Sample.record("crm", uid, values);
    }
}
