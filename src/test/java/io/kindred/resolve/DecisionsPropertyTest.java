package io.kindred.resolve;

import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Scope;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.oracle.Arrival;
import io.kindred.oracle.Oracle;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.RandomOptions.Extra;
import io.kindred.testkit.RandomOptions.Profile;
import io.kindred.testkit.Seeds;
import io.kindred.testkit.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Decisions, as components are resolved, against the oracle. */
class DecisionsPropertyTest {

    private static final int CASES = Seeds.CASES * 8;

    private static final Ontology ONTOLOGY =
            new Ontology(
                    Map.of(
                            "person",
                            new EntityTypeRules(
                                    List.of(key("email"), key("phone")),
                                    List.of(
                                            new StrongIdentifier("ssn", Scope.GLOBAL),
                                            new StrongIdentifier("badge", Scope.PERSPECTIVE)),
                                    List.of(),
                                    Map.of())),
                    Map.of());

    static Stream<Vector> vectors() {
        return Vector.every();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void resolveTheWorkedCases(Vector vector) {
        check(vector.ontology(), vector.arrivalsAndTime(), vector.name());
    }

    @ParameterizedTest
    @EnumSource
    void resolveRandomHistories(Profile profile) {
        for (long seed : Seeds.take(Seeds.CASES)) {
            RandomCase random =
                    RandomHistories.generate(
                            seed,
                            RandomOptions.of(profile)
                                    .withDecisionsErasuresAndRetention()
                                    .with(Extra.UNVERSIONED_DECISIONS));
            check(random.ontology(), random.arrivals(), "seed " + seed);
        }
    }

    @Test
    void resolveDenseGroupsWithManyDecisions() {
        int reconciled = 0;
        int agreed = 0;
        for (long seed : Seeds.halfFixed(CASES)) {
            Oracle oracle = check(ONTOLOGY, dense(new Random(seed)), "seed " + seed);
            reconciled += oracle.excused() > 0 ? 1 : 0;
            agreed += oracle.agreeingMerges() > 0 ? 1 : 0;
        }
        assertThat(reconciled).isGreaterThan(CASES / 20);
        assertThat(agreed).isGreaterThan(CASES / 20);
    }

    private static Oracle check(Ontology ontology, List<Arrival> arrivals, String what) {
        Oracle oracle = Oracle.after(ontology, Timeline.INTEGER, arrivals);
        List<Decision> decisions = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            if (arrival instanceof Arrival.OfDecision one) {
                decisions.add(one.decision());
            }
        }
        ResolvedByComponents expected = ResolvedByComponents.by(oracle);
        ResolvedByComponents actual =
                ResolvedByComponents.of(ontology, oracle.current(), decisions);
        assertThat(actual.entityOf()).as(what).isEqualTo(expected.entityOf());
        assertThat(actual.indirect()).as(what).isEqualTo(expected.indirect());
        return oracle;
    }

    /** A hub or two of records with few identifiers, and up to as many decisions as records. */
    private static List<Arrival> dense(Random dice) {
        int count = 4 + dice.nextInt(14);
        int values = 2 + dice.nextInt(5);
        int span = 1 + dice.nextInt(12);
        boolean hasBadges = dice.nextInt(3) > 0;
        List<RecordIdentity> identities = new ArrayList<>();
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String perspective = dice.nextInt(3) == 0 ? "hr" : "crm";
            RecordIdentity identity = new RecordIdentity("person", perspective, "R-" + i);
            identities.add(identity);
            List<Descriptor> descriptors = new ArrayList<>();
            if (dice.nextInt(5) > 0) {
                descriptors.add(new Descriptor("phone", "1", Interval.ALWAYS));
            }
            if (dice.nextInt(3) == 0) {
                descriptors.add(descriptor(dice, "email", values, span));
            }
            for (int n = dice.nextInt(3); n > 0; n--) {
                descriptors.add(descriptor(dice, "ssn", values, span));
            }
            for (int n = hasBadges ? dice.nextInt(3) : 0; n > 0; n--) {
                descriptors.add(descriptor(dice, "badge", values, span));
            }
            arrivals.add(
                    new Arrival.OfRecord(
                            SourceRecord.upsert(identity, OptionalLong.of(1), descriptors)));
        }
        int different = 1 + dice.nextInt(5);
        for (int n = dice.nextInt(count); n > 0; n--) {
            RecordIdentity left = identities.get(dice.nextInt(count));
            RecordIdentity right = identities.get(dice.nextInt(count));
            if (!left.equals(right)) {
                arrivals.add(
                        new Arrival.OfDecision(
                                Decision.about(
                                        left,
                                        right,
                                        OptionalLong.of(1),
                                        Op.UPSERT,
                                        dice.nextInt(6) < different
                                                ? Verdict.SAME
                                                : Verdict.DIFFERENT,
                                        "")));
            }
        }
        return arrivals;
    }

    private static Descriptor descriptor(Random dice, String attribute, int values, int span) {
        int start = dice.nextInt(20);
        return new Descriptor(
                attribute,
                Integer.toString(dice.nextInt(values)),
                dice.nextInt(3) > 0
                        ? Interval.ALWAYS
                        : new Interval(start, start + 1 + dice.nextInt(span)));
    }

    private static IdentityKey key(String attribute) {
        return new IdentityKey(
                attribute, List.of(new KeyAttribute(attribute, List.of())), OptionalLong.empty());
    }
}
