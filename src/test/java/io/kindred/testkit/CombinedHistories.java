package io.kindred.testkit;

import io.kindred.model.Decision;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Perspective;
import io.kindred.ontology.Retention;
import io.kindred.oracle.Arrival;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Several random histories as the input of one job. Entity types and perspectives get a prefix that
 * tells the histories apart, so that none affects another.
 */
public final class CombinedHistories {

    /**
     * The time at the end. The retentions of each history are longer by the difference to its own
     * last time, so that the same values have expired.
     */
    public static final long NOW = 1000;

    private final Map<String, EntityTypeRules> rules = new HashMap<>();
    private final Map<String, Perspective> trust = new HashMap<>();
    private final List<Arrival> ordered = new ArrayList<>();
    private final List<Arrival> unordered = new ArrayList<>();

    private CombinedHistories() {}

    /** One history of each profile, all of one seed. */
    public static CombinedHistories generate(long seed, List<RandomOptions> profiles) {
        CombinedHistories all = new CombinedHistories();
        for (int i = 0; i < profiles.size(); i++) {
            RandomOptions options = profiles.get(i);
            all.add(
                    // No file has records that are carried over.
                    RandomHistories.generate(seed, options).withNothingCarried(),
                    i + "-",
                    options.unversioned() ? all.ordered : all.unordered);
        }
        return all;
    }

    /** The rules of all. */
    public Ontology ontology() {
        return new Ontology(rules, trust);
    }

    /** What arrives in the histories in which the order of arrival counts. */
    public List<Arrival> ordered() {
        return List.copyOf(ordered);
    }

    /** What arrives in the other histories. */
    public List<Arrival> unordered() {
        return List.copyOf(unordered);
    }

    /** All records and decisions, and at last the time. */
    public List<Arrival> arrivals() {
        List<Arrival> arrivals = new ArrayList<>(ordered);
        arrivals.addAll(unordered);
        arrivals.add(new Arrival.Clock(NOW));
        return arrivals;
    }

    private void add(RandomCase random, String prefix, List<Arrival> arrivals) {
        Ontology delayed = delayed(random);
        Map<String, EntityTypeRules> own = delayed.entityTypes();
        // One history keeps its rules for any entity type; the others name theirs.
        boolean keepsAny = own.containsKey(Ontology.ANY) && !rules.containsKey(Ontology.ANY);
        own.forEach(
                (type, rulesOfType) -> {
                    if (!type.equals(Ontology.ANY)) {
                        rules.put(prefix + type, rulesOfType);
                    } else if (keepsAny) {
                        rules.put(type, rulesOfType);
                    }
                });
        random.ontology().perspectives().forEach((name, each) -> trust.put(prefix + name, each));
        for (SourceRecord step : random.steps()) {
            String type = step.identity().entityType();
            if (!keepsAny) {
                rules.put(prefix + type, delayed.rules(type).orElseThrow());
            }
        }
        for (Arrival arrival : random.arrivals()) {
            renamed(arrival, prefix).ifPresent(arrivals::add);
        }
    }

    /** The ontology under which at {@link #NOW} has expired what has at the end of the history. */
    private static Ontology delayed(RandomCase random) {
        OptionalLong last =
                random.arrivals().stream()
                        .filter(Arrival.Clock.class::isInstance)
                        .mapToLong(arrival -> ((Arrival.Clock) arrival).now())
                        .max();
        Map<String, EntityTypeRules> types = new HashMap<>();
        random.ontology().entityTypes().forEach((type, of) -> types.put(type, delayed(of, last)));
        return new Ontology(types, random.ontology().perspectives());
    }

    private static EntityTypeRules delayed(EntityTypeRules rules, OptionalLong now) {
        Map<String, AttributeRules> attributes = new HashMap<>();
        rules.attributes()
                .forEach(
                        (name, of) ->
                                attributes.put(
                                        name,
                                        new AttributeRules(
                                                of.normalization(),
                                                of.cardinality(),
                                                of.prefer(),
                                                of.retention().map(each -> delayed(each, now)))));
        return new EntityTypeRules(
                rules.identityKeys(),
                rules.strongIdentifiers(),
                rules.constraints(),
                attributes,
                delayed(rules.retention(), now),
                rules.score(),
                rules.isOnePerPerspective());
    }

    private static Retention delayed(Retention retention, OptionalLong now) {
        return now.isEmpty() || !retention.isLimited()
                ? Retention.FOREVER
                : new Retention(retention.points() + NOW - now.getAsLong());
    }

    private static Optional<Arrival> renamed(Arrival arrival, String prefix) {
        if (arrival instanceof Arrival.OfRecord of) {
            SourceRecord record = of.record();
            return Optional.of(
                    new Arrival.OfRecord(
                            new SourceRecord(
                                    renamed(record.identity(), prefix),
                                    record.version(),
                                    record.op(),
                                    record.descriptors())));
        }
        if (arrival instanceof Arrival.OfDecision of) {
            Decision decision = of.decision();
            return Optional.of(
                    new Arrival.OfDecision(
                            new Decision(
                                    renamed(decision.lesser(), prefix),
                                    renamed(decision.greater(), prefix),
                                    decision.version(),
                                    decision.op(),
                                    decision.verdict(),
                                    decision.reason())));
        }
        return Optional.empty();
    }

    private static RecordIdentity renamed(RecordIdentity identity, String prefix) {
        return new RecordIdentity(
                prefix + identity.entityType(), prefix + identity.perspective(), identity.uid());
    }
}
