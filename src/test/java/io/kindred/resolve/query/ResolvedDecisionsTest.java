package io.kindred.resolve.query;

import io.kindred.model.Conflict.DecidedPair;
import io.kindred.model.Decision;
import io.kindred.model.DecisionSide;
import io.kindred.model.Descriptor;
import io.kindred.model.DigestKey;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.cluster.ComponentResolver.ContestedGroup;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

/** Decisions in the chains of explanations. */
class ResolvedDecisionsTest {

    private static final DigestKey DIGESTS = DigestKey.of(new byte[32]);

    private static final EntityTypeRules RULES =
            new EntityTypeRules(
                    List.of(
                            new IdentityKey(
                                    "email",
                                    List.of(new KeyAttribute("email", List.of())),
                                    OptionalLong.empty())),
                    List.of(),
                    List.of(),
                    Map.of());

    @Test
    void aDecisionIsALinkOfTheChain() {
        ResolvedComponent component =
                component(decided(1, 2, Verdict.SAME), decided(1, 4, Verdict.SAME));

        List<GroupChain.Step> chain =
                GroupChain.between(component.groups(), component.entities(), 1, 3).orElseThrow();

        assertThat(chain).hasSize(2);
        assertThat(chain)
                .extracting(step -> component.groups().get(step.group()).key().values())
                .containsExactly(List.of("crm", "1", "crm", "2"), List.of("crm", "1", "crm", "4"));
        assertThat(component.entityId(1)).isEqualTo(component.entityId(3));
    }

    @Test
    void aDecisionAgainstItContestsTheGroup() {
        ResolvedComponent component = component(decided(1, 3, Verdict.DIFFERENT));

        List<GroupChain.Step> chain =
                GroupChain.between(component.groups(), component.entities(), 0, 2).orElseThrow();

        assertThat(chain).hasSize(1);
        assertThat(component.contested(component.groups().get(chain.get(0).group())))
                .map(ContestedGroup::decisions)
                .contains(List.of(new DecidedPair(identity(1), identity(3))));
        assertThat(component.entityId(0)).isNotEqualTo(component.entityId(2));
    }

    /** Records 1 and 3 share an e-mail address, 2 and 4 have none. */
    private static ResolvedComponent component(Decision... decisions) {
        List<NormalizedRecord> records = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            HeldDecisions held = HeldDecisions.NONE;
            for (Decision decision : decisions) {
                for (DecisionSide side : decision.sides(1)) {
                    if (side.identity().equals(identity(i))) {
                        held = held.and(DIGESTS.digest(side.identity()), side.held(DIGESTS));
                    }
                }
            }
            List<Descriptor> descriptors =
                    i % 2 == 1
                            ? List.of(new Descriptor("email", "a@x", Interval.ALWAYS))
                            : List.of();
            records.add(NormalizedRecord.of(identity(i), descriptors, held, RULES));
        }
        return ResolvedComponent.of(
                records,
                new Ontology(Map.of("person", RULES), Map.of()),
                Matcher.of(RULES),
                key -> false);
    }

    private static Decision decided(int left, int right, Verdict verdict) {
        return Decision.about(
                identity(left), identity(right), OptionalLong.of(1), Op.UPSERT, verdict, "");
    }

    private static RecordIdentity identity(int number) {
        return new RecordIdentity("person", "crm", Integer.toString(number));
    }
}
