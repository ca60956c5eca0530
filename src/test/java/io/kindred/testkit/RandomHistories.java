package io.kindred.testkit;

import io.kindred.model.Descriptor;
import io.kindred.model.Query;
import io.kindred.model.Query.Condition;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.ontology.Ontology;
import io.kindred.oracle.Arrival;
import io.kindred.temporal.Interval;
import io.kindred.testkit.RandomOptions.Profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Small random cases in which records collide all the time: few values, few points of time, keys
 * with low limits, versions that replace, repeat, come late, delete and try to rise again. Some
 * records are carried over from a saved state: where all have versions this changes nothing. What
 * {@link RandomOptions#extras} asks for comes on top: the records are the same without.
 */
public final class RandomHistories {

    private static final List<Integer> POINTS = List.of(0, 2, 4, 5, 9);
    private static final int QUERIES = 3;
    private static final double CARRIED = 0.2;

    private final Dice dice;

    /** Its own, so that the histories are the same whether or not records are carried. */
    private final Dice carriedDice;

    private final RandomOptions options;
    private final RandomSchema schema;
    private final RandomExtras extras;

    /** How much is said for all time. */
    private final double always;

    /** How much is said before and after a time without it. */
    private final double gaps;

    private final List<SourceRecord> steps = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Map<RecordIdentity, Long> versions = new HashMap<>();

    private RandomHistories(long seed, RandomOptions options) {
        this.dice = new Dice(seed);
        this.carriedDice = new Dice(~seed);
        this.options = options;
        this.extras = new RandomExtras(seed, options);
        this.schema = RandomSchema.of(dice, options.profile());
        boolean isTimed = isOfNearValues() && dice.chance(0.5);
        this.always = isTimed || options.profile() == Profile.MIXED ? 0.45 : 0.65;
        this.gaps = isTimed ? 0.5 : 0.1;
    }

    /** The case of that seed; the same seed and options give the same case. */
    public static RandomCase generate(long seed, RandomOptions options) {
        RandomHistories histories = new RandomHistories(seed, options);
        List<RecordIdentity> identities = histories.identities();
        histories.extras.about(identities);
        for (int i = 0; i < options.steps(); i++) {
            histories.arrivals.addAll(histories.extras.between());
            SourceRecord step = histories.extras.erased(histories.step(identities));
            SourceRecord arriving = histories.carriedDice.chance(CARRIED) ? step.carried() : step;
            histories.steps.add(arriving);
            histories.arrivals.add(new Arrival.OfRecord(arriving));
        }
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < QUERIES; i++) {
            queries.add(histories.query());
        }
        Ontology ontology = histories.extras.ontology(histories.schema.ontology());
        return new RandomCase(seed, ontology, histories.arrivals, queries);
    }

    private List<RecordIdentity> identities() {
        Set<RecordIdentity> identities = new LinkedHashSet<>();
        for (int i = 0; identities.size() < options.identities(); i++) {
            String uid = dice.pick(List.of("u", "U", "\uff5e", "\ud83d\ude00")) + i;
            identities.add(
                    new RecordIdentity(
                            dice.pick(schema.entityTypes()),
                            dice.pick(schema.perspectives()),
                            dice.chance(0.2) ? "u" : uid));
        }
        return List.copyOf(identities);
    }

    private SourceRecord step(List<RecordIdentity> identities) {
        List<RecordIdentity> fresh =
                identities.stream().filter(identity -> !versions.containsKey(identity)).toList();
        if (!fresh.isEmpty() && (versions.isEmpty() || dice.chance(0.6))) {
            RecordIdentity identity = dice.pick(fresh);
            long version = dice.between(-1, 3);
            versions.put(identity, version);
            if (options.unversioned() && dice.chance(0.3)) {
                return SourceRecord.upsert(identity, OptionalLong.empty(), descriptors());
            }
            return SourceRecord.upsert(identity, OptionalLong.of(version), descriptors());
        }
        SourceRecord earlier = dice.pick(steps);
        if (dice.chance(0.1)) {
            return earlier;
        }
        return laterStep(earlier.identity());
    }

    private SourceRecord laterStep(RecordIdentity identity) {
        if (options.unversioned() && dice.chance(0.25)) {
            return update(identity, OptionalLong.empty());
        }
        long version = versions.get(identity);
        if (dice.chance(0.15)) {
            return update(identity, OptionalLong.of(version));
        }
        if (dice.chance(0.15)) {
            return update(identity, OptionalLong.of(version - dice.between(1, 2)));
        }
        version += dice.between(1, 2);
        versions.put(identity, version);
        return update(identity, OptionalLong.of(version));
    }

    private SourceRecord update(RecordIdentity identity, OptionalLong version) {
        if (dice.chance(isOfNearValues() ? 0.25 : 0.4)) {
            return dice.chance(0.9)
                    ? SourceRecord.delete(identity, version)
                    : new SourceRecord(identity, version, Op.DELETE, descriptors());
        }
        return SourceRecord.upsert(identity, version, descriptors());
    }

    private List<Descriptor> descriptors() {
        List<Descriptor> descriptors = new ArrayList<>();
        if (dice.chance(0.03)) {
            return descriptors;
        }
        for (String attribute : RandomSchema.ATTRIBUTES) {
            if (dice.chance(presence(attribute))) {
                descriptors.addAll(said(attribute));
                if (dice.chance(0.15)) {
                    descriptors.add(descriptor(attribute));
                }
                if (dice.chance(0.05)) {
                    descriptors.add(descriptors.get(0));
                }
            }
        }
        return descriptors;
    }

    private List<Descriptor> said(String attribute) {
        return isOfNearValues() && dice.chance(gaps)
                ? withAGap(attribute)
                : List.of(descriptor(attribute));
    }

    private boolean isOfNearValues() {
        return options.profile().isOfNearValues();
    }

    /** One value before and after a time without it. */
    private List<Descriptor> withAGap(String attribute) {
        String value = dice.pick(schema.alphabets().get(attribute));
        List<Integer> points = dice.pick(4, POINTS).stream().sorted().toList();
        return List.of(
                new Descriptor(attribute, value, new Interval(points.get(0), points.get(1))),
                new Descriptor(attribute, value, new Interval(points.get(2), points.get(3))));
    }

    private double presence(String attribute) {
        boolean linking = RandomSchema.LINKING.contains(attribute);
        return switch (options.profile()) {
            case MIXED -> linking ? 0.7 : 0.5;
            case CONTESTED -> linking ? 0.8 : 0.65;
            case GENERIC -> linking ? 0.65 : 0.3;
            case TESTED, SCORED -> linking ? 0.8 : 0.45;
        };
    }

    private Descriptor descriptor(String attribute) {
        return new Descriptor(attribute, dice.pick(schema.alphabets().get(attribute)), interval());
    }

    private Interval interval() {
        if (dice.chance(always)) {
            return Interval.ALWAYS;
        }
        List<Integer> points = dice.pick(2, POINTS).stream().sorted().toList();
        return new Interval(
                dice.chance(0.25) ? Interval.MIN : points.get(0),
                dice.chance(0.25) ? Interval.MAX : points.get(1));
    }

    private Query query() {
        String entityType =
                dice.chance(0.95) ? dice.pick(schema.entityTypes()) : "nothing of the kind";
        List<Condition> where = new ArrayList<>();
        for (int i = dice.chance(0.7) ? 1 : 2; i > 0; i--) {
            String attribute = dice.pick(RandomSchema.ATTRIBUTES);
            where.add(new Condition(attribute, dice.pick(schema.alphabets().get(attribute))));
        }
        return new Query(entityType, where, interval());
    }
}
