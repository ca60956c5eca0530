package io.kindred.testkit;

import io.kindred.model.Decision;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Retention;
import io.kindred.oracle.Arrival;
import io.kindred.testkit.RandomOptions.Extra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** Decisions, erasures and time between the records of a random history. */
final class RandomExtras {

    /** From the time after which a retention of 2 lets the least bounded value expire. */
    private static final int FIRST_NOW = 2;

    private static final List<Retention> RETENTIONS =
            List.of(new Retention(0), new Retention(2), new Retention(4), Retention.FOREVER);

    private final Dice dice;

    /** Its own, so that all else is the same without. */
    private final Dice matchingDice;

    private final RandomOptions options;
    private final List<Decision> decisions = new ArrayList<>();
    private final Map<List<RecordIdentity>, Long> versions = new HashMap<>();
    private List<RecordIdentity> subjects = List.of();
    private long now = FIRST_NOW;

    RandomExtras(long seed, RandomOptions options) {
        this.dice = new Dice(seed * 0x9E3779B97F4A7C15L + 1);
        this.matchingDice = new Dice(seed * 0x9E3779B97F4A7C15L + 2);
        this.options = options;
    }

    /** The ontology, perhaps with retentions, tests and scores. */
    Ontology ontology(Ontology plain) {
        Ontology ontology = plain;
        if (options.has(Extra.RETENTION)) {
            ontology = changed(ontology, this::limited);
        }
        return options.has(Extra.MATCHING) ? changed(ontology, this::matching) : ontology;
    }

    private static Ontology changed(Ontology plain, UnaryOperator<EntityTypeRules> change) {
        Map<String, EntityTypeRules> types = new HashMap<>();
        plain.entityTypes().keySet().stream()
                .sorted()
                .forEach(type -> types.put(type, change.apply(plain.entityTypes().get(type))));
        return new Ontology(types, plain.perspectives());
    }

    private EntityTypeRules matching(EntityTypeRules rules) {
        RandomMatching matching = new RandomMatching(matchingDice);
        List<IdentityKey> keys = new ArrayList<>(rules.identityKeys());
        keys.add(
                matchingDice.between(0, keys.size()),
                matching.key("tested", new KeyTest.Tested(matching.test())));
        keys.add(
                matchingDice.between(0, keys.size()), matching.key("scored", new KeyTest.Scored()));
        return new EntityTypeRules(
                keys,
                rules.strongIdentifiers().stream().map(matching::perhapsTolerant).toList(),
                rules.constraints(),
                rules.attributes(),
                rules.retention(),
                Optional.of(matching.score()),
                rules.isOnePerPerspective());
    }

    private EntityTypeRules limited(EntityTypeRules rules) {
        Map<String, AttributeRules> attributes = new HashMap<>(rules.attributes());
        for (String attribute : RandomSchema.ATTRIBUTES) {
            if (dice.chance(0.3)) {
                AttributeRules own = rules.attribute(attribute);
                attributes.put(
                        attribute,
                        new AttributeRules(
                                own.normalization(),
                                own.cardinality(),
                                own.prefer(),
                                Optional.of(dice.pick(RETENTIONS))));
            }
        }
        return new EntityTypeRules(
                rules.identityKeys(),
                rules.strongIdentifiers(),
                rules.constraints(),
                attributes,
                dice.pick(RETENTIONS),
                rules.score(),
                rules.isOnePerPerspective());
    }

    /** Sets the records that decisions are about; there is one more in each pool. */
    void about(List<RecordIdentity> identities) {
        subjects = new ArrayList<>(identities);
        RecordIdentity any = identities.get(0);
        subjects.add(new RecordIdentity(any.entityType(), any.perspective(), "never there"));
    }

    /**
     * Perhaps makes an erasure of a step.
     *
     * @return the step itself if not
     */
    SourceRecord erased(SourceRecord step) {
        return options.has(Extra.ERASURES) && dice.chance(step.op() == Op.DELETE ? 0.5 : 0.1)
                ? SourceRecord.erase(step.identity(), step.version())
                : step;
    }

    /** What happens before the next record. */
    List<Arrival> between() {
        List<Arrival> arrivals = new ArrayList<>();
        if (options.has(Extra.DECISIONS) || options.has(Extra.UNVERSIONED_DECISIONS)) {
            for (int n = dice.between(0, 2); n > 0; n--) {
                decision().ifPresent(each -> arrivals.add(new Arrival.OfDecision(each)));
            }
        }
        if (options.has(Extra.RETENTION) && dice.chance(0.25)) {
            now += dice.between(0, 5);
            arrivals.add(new Arrival.Clock(now));
        }
        return arrivals;
    }

    private Optional<Decision> decision() {
        if (!decisions.isEmpty() && dice.chance(0.1)) {
            return Optional.of(dice.pick(decisions));
        }
        RecordIdentity left = dice.pick(subjects);
        List<RecordIdentity> others =
                subjects.stream()
                        .filter(other -> other.entityType().equals(left.entityType()))
                        .filter(other -> !other.equals(left))
                        .toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        RecordIdentity right = dice.pick(others);
        Decision decision =
                Decision.about(
                        left,
                        right,
                        version(left, right),
                        dice.chance(0.15) ? Op.DELETE : Op.UPSERT,
                        dice.chance(0.6) ? Verdict.SAME : Verdict.DIFFERENT,
                        dice.pick(List.of("", "", "called", "\uff5e\ud83d\ude00")));
        decisions.add(decision);
        return Optional.of(decision);
    }

    private OptionalLong version(RecordIdentity left, RecordIdentity right) {
        if (options.has(Extra.UNVERSIONED_DECISIONS) && dice.chance(0.4)) {
            return OptionalLong.empty();
        }
        List<RecordIdentity> pair =
                left.compareTo(right) < 0 ? List.of(left, right) : List.of(right, left);
        long version = versions.getOrDefault(pair, (long) dice.between(-1, 3));
        if (dice.chance(0.3)) {
            return OptionalLong.of(version - dice.between(0, 1));
        }
        version += dice.between(1, 2);
        versions.put(pair, version);
        return OptionalLong.of(version);
    }
}
