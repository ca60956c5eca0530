package io.kindred.resolve.cluster;

import io.kindred.compare.Measure;
import io.kindred.compare.Threshold;
import io.kindred.compare.Threshold.Bound;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Retention;
import io.kindred.ontology.Scope;
import io.kindred.ontology.ScoreRules;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.resolve.Sample;
import io.kindred.resolve.cluster.ComponentResolver.ContestedGroup;
import io.kindred.resolve.cluster.ComponentResolver.Resolution;
import io.kindred.resolve.cluster.Visit.Outcome;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.match.PairScores;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Components of entity types with tolerant identifiers, one record a perspective and scores. */
class MatchedComponentTest {

    private static final Optional<Threshold> BY_TWO =
            Optional.of(new Threshold(Measure.DIFFERENCE, Bound.AT_LEAST, new BigDecimal(2)));

    /** Record 5 is like nobody, all others are alike. */
    private static final PairScores SCORES =
            (a, b, over) ->
                    a.identity().uid().equals("5") || b.identity().uid().equals("5")
                            ? -9_000
                            : 5_000;

    private static final KeyValues SCORED = new KeyValues(1, List.of("v"));

    @Test
    void closeValuesOfAStrongIdentifierCountAsEqualPairByPair() {
        EntityTypeRules tolerant = rules(false, BY_TWO);
        // 2 counts as equal to both 1 and 3, which are different.
        List<NormalizedRecord> records =
                List.of(
                        Sample.record("crm", "1", "email=a", "ssn=1"),
                        Sample.record("crm", "2", "email=a", "ssn=2"),
                        Sample.record("crm", "3", "email=a", "ssn=3"));
        assertThat(StrongValues.areContested(records, tolerant)).isTrue();
        assertThat(StrongValues.areContested(records.subList(0, 2), tolerant)).isFalse();
        assertThat(StrongValues.areContested(records.subList(0, 2), rules(false, Optional.empty())))
                .isTrue();
        assertThat(uids(resolve(records, tolerant, Trace.NONE)))
                .containsExactly(List.of("1"), List.of("2"), List.of("3"));
        assertThat(uids(resolve(records.subList(0, 2), tolerant, Trace.NONE)))
                .containsExactly(List.of("1", "2"));
    }

    @Test
    void valuesThatCannotBeMeasuredAreDifferent() {
        List<NormalizedRecord> records =
                List.of(
                        Sample.record("crm", "1", "email=a", "ssn=1"),
                        Sample.record("crm", "2", "email=a", "ssn=unknown"));
        assertThat(uids(resolve(records, rules(false, BY_TWO), Trace.NONE)))
                .containsExactly(List.of("1"), List.of("2"));
    }

    @Test
    void anEntityHasOneRecordOfAPerspective() {
        List<NormalizedRecord> records =
                List.of(
                        Sample.record("crm", "1", "email=a"),
                        Sample.record("crm", "2", "email=a@0-5"),
                        Sample.record("erp", "3", "email=a"));
        Resolution resolution = resolve(records, rules(true, BY_TWO), Trace.NONE);
        assertThat(uids(resolution)).containsExactly(List.of("1"), List.of("2"), List.of("3"));
        assertThat(resolution.contested())
                .extracting(ContestedGroup::strongIdentifiers)
                .containsExactly(List.of("uid"));
        assertThat(uids(resolve(records.subList(1, 3), rules(true, BY_TWO), Trace.NONE)))
                .containsExactly(List.of("2", "3"));
    }

    @Test
    void linksAreVisitedAfterGroupsAndMayBeContestedOrRefused() {
        List<NormalizedRecord> records =
                List.of(
                        Sample.record("crm", "1", "email=a", "ssn=1"),
                        Sample.record("crm", "2", "email=a"),
                        Sample.record("crm", "3", "city=x", "ssn=9"),
                        Sample.record("crm", "4", "city=x"),
                        Sample.record("crm", "5", "city=x"));
        List<ScoredLink> links =
                List.of(link(1, 2, 9_000), link(2, 3, 8_000), link(3, 4, 7_000), link(0, 1, 6_000));
        Trace trace = Trace.recording();
        Resolution resolution = resolve(records, links, trace);
        assertThat(uids(resolution))
                .containsExactly(List.of("1", "2"), List.of("3", "4"), List.of("5"));
        assertThat(resolution.contested())
                .containsExactly(
                        new ContestedGroup(
                                SCORED,
                                Interval.ALWAYS,
                                true,
                                OptionalLong.of(9_000),
                                identities(records, 1, 2),
                                identities(records, 0, 2),
                                List.of("ssn"),
                                List.of()));
        assertThat(trace.visits())
                .containsExactly(
                        new Visit.Merge(
                                new KeyValues(0, List.of("a")),
                                Interval.ALWAYS,
                                identities(records, 0, 1)),
                        visit(records, links.get(0), new Outcome.Contested()),
                        visit(records, links.get(1), new Outcome.Measured(5_000, 1, true)),
                        visit(records, links.get(2), new Outcome.Measured(-18_000, 2, false)),
                        visit(records, links.get(3), new Outcome.Together()));
        assertThat(new Outcome.Measured(-18_001, 2, false).mean()).isEqualTo(-9_001);
    }

    @Test
    void recordsThatNothingLinksStayApart() {
        List<NormalizedRecord> records =
                List.of(
                        Sample.record("crm", "1", "email=a"),
                        Sample.record("crm", "2", "email=a"),
                        Sample.record("crm", "3", "email=b"));
        assertThat(uids(resolve(records, List.of(), Trace.NONE)))
                .containsExactly(List.of("1", "2"), List.of("3"));
        assertThat(ComponentResolver.isOneEntity(records, rules(false, BY_TWO))).isFalse();
    }

    private static Visit visit(List<NormalizedRecord> records, ScoredLink link, Outcome outcome) {
        List<RecordIdentity> two = identities(records, link.lesser(), link.greater());
        return new Visit.Link(
                link.key(), link.interval(), two.get(0), two.get(1), link.score(), outcome);
    }

    private static ScoredLink link(int lesser, int greater, long score) {
        return new ScoredLink(lesser, greater, score, SCORED, Interval.ALWAYS);
    }

    private static Resolution resolve(
            List<NormalizedRecord> records, EntityTypeRules rules, Trace trace) {
        return ComponentResolver.resolve(
                records, Matcher.of(rules), key -> false, SCORES, trace, sorted -> List.of());
    }

    private static Resolution resolve(
            List<NormalizedRecord> records, List<ScoredLink> links, Trace trace) {
        return ComponentResolver.resolve(
                records,
                Matcher.of(rules(false, BY_TWO)),
                key -> false,
                SCORES,
                trace,
                sorted -> links);
    }

    private static EntityTypeRules rules(boolean isOnePerPerspective, Optional<Threshold> differ) {
        return new EntityTypeRules(
                List.of(key("email", new KeyTest.None()), key("none", new KeyTest.Scored())),
                List.of(new StrongIdentifier("ssn", Scope.GLOBAL, differ)),
                List.of(),
                Map.of(),
                Retention.FOREVER,
                Optional.of(new ScoreRules(0, List.of(), 0, -4_000, 12_000, 10)),
                isOnePerPerspective);
    }

    private static IdentityKey key(String attribute, KeyTest test) {
        return new IdentityKey(
                attribute,
                List.of(new KeyAttribute(attribute, List.of())),
                OptionalLong.empty(),
                test,
                false);
    }

    private static List<List<String>> uids(Resolution resolution) {
        return resolution.entities().stream()
                .map(entity -> entity.stream().map(record -> record.identity().uid()).toList())
                .toList();
    }

    private static List<RecordIdentity> identities(List<NormalizedRecord> records, int... some) {
        return IntStream.of(some).mapToObj(each -> records.get(each).identity()).toList();
    }
}
