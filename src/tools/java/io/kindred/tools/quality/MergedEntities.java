package io.kindred.tools.quality;

import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.ScoreRules;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import io.kindred.tools.quality.QualityReport.Merges;
import io.kindred.tools.quality.QualityReport.Overmerged;
import io.kindred.tools.quality.QualityReport.Reason;
import io.kindred.tools.quality.QualityReport.Sample;
import io.kindred.tools.store.StoreView;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Looks at merged entities of one type: what each key does for them, and which may be several. Each
 * reason for the latter counts with the logarithm of its number, so that an entity with several
 * reasons comes before one with a strong one.
 *
 * <p>Costs, for each entity, what its resolution costs.
 */
final class MergedEntities {

    private static final int SUSPECTS = 20;

    /** The most conflicts of an entity that are counted. */
    private static final int MOST_CONFLICTS = 1_000;

    /** So many records of an entity are scored with each other. */
    private static final int SCORED = 20;

    /** A value that changed once is no reason. */
    private static final int FEW_VALUES = 2;

    private static final double BITS_PER_POINT = 2;

    private final StoreView view;
    private final EntityTypeRules rules;
    private final Matcher matcher;
    private final GenericValues isGeneric;

    /** Attributes of cardinality one that keys and strong identifiers name. */
    private final Set<String> identifying = new TreeSet<>();

    private final Map<Integer, Merges> merges = new TreeMap<>();
    private final Ranked<Overmerged> suspects = new Ranked<>(SUSPECTS);
    private long entities;
    private long records;

    MergedEntities(StoreView view, String entityType, EntityTypeRules rules) {
        this.view = view;
        this.rules = rules;
        this.matcher = Matcher.of(rules);
        this.isGeneric = new GenericValues(view, entityType, rules);
        rules.identityKeys()
                .forEach(
                        key ->
                                key.attributes()
                                        .forEach(each -> identifying.addAll(each.alternatives())));
        rules.strongIdentifiers().forEach(each -> identifying.add(each.attribute()));
        identifying.removeIf(rules::isMany);
    }

    /**
     * Reads entities with their records, and adds what is suspicious in them.
     *
     * @param isSampled whether they count for what keys do
     */
    void examine(List<String> entityIds, boolean isSampled) {
        for (String entityId : entityIds) {
            StoredEntity.read(view, entityId, rules).ifPresent(each -> examine(each, isSampled));
        }
    }

    private void examine(StoredEntity entity, boolean isSampled) {
        EntityLinks links =
                entity.isWhole()
                        ? EntityLinks.of(entity.records(), matcher, isGeneric)
                        : EntityLinks.NONE;
        if (isSampled && entity.isWhole()) {
            entities++;
            records += entity.records().size();
            links.merges().forEach((key, own) -> merges.merge(key, own, MergedEntities::sum));
        }
        List<Reason> reasons = new ArrayList<>();
        double points =
                bridge(entity, links, reasons)
                        + cohesion(entity, reasons)
                        + conflicts(entity, reasons)
                        + values(entity, reasons);
        if (!reasons.isEmpty()) {
            suspects.add(
                    entity.entityId(),
                    points,
                    new Overmerged(entity.entityId(), entity.size(), reasons));
        }
    }

    private static Merges sum(Merges a, Merges b) {
        return new Merges(
                a.joined() + b.joined(),
                a.needed() + b.needed(),
                a.entitiesSplit() + b.entitiesSplit());
    }

    private double bridge(StoredEntity entity, EntityLinks links, List<Reason> reasons) {
        Optional<WeakestLink.Bridge> found = WeakestLink.of(links);
        if (found.isEmpty()) {
            return 0;
        }
        WeakestLink.Bridge bridge = found.get();
        String sides =
                bridge.parts() == 2
                        ? "%,d records on one side and %,d on the other"
                                .formatted(bridge.larger(), bridge.smaller())
                        : "%d parts, the largest of %,d and %,d records"
                                .formatted(bridge.parts(), bridge.larger(), bridge.smaller());
        if (bridge.record() >= 0) {
            NormalizedRecord record = entity.records().get(bridge.record());
            reasons.add(
                    new Reason(
                            "bridge_record",
                            "Held together by one record: " + sides + '.',
                            List.of(ShownText.of(record.identity()))));
        } else {
            EntityLinks.Link link = links.links().get(bridge.link());
            boolean isDecision = link.keyPosition() == IdentityKey.DECISION_POSITION;
            reasons.add(
                    new Reason(
                            "bridge_value",
                            "Held together by one %s: %s."
                                    .formatted(
                                            isDecision
                                                    ? "decision"
                                                    : "link by "
                                                            + rules.key(link.keyPosition()).name(),
                                            sides),
                            ShownText.of(link.values())));
        }
        return 1 + log(bridge.smaller());
    }

    private double cohesion(StoredEntity entity, List<Reason> reasons) {
        if (rules.score().isEmpty()) {
            return 0;
        }
        ScoreRules score = rules.score().get();
        List<NormalizedRecord> scored =
                entity.records().subList(0, Math.min(SCORED, entity.records().size()));
        long sum = 0;
        int pairs = 0;
        for (int i = 0; i < scored.size(); i++) {
            for (int j = i + 1; j < scored.size(); j++) {
                Optional<Interval> common = common(scored.get(i), scored.get(j));
                if (common.isPresent()) {
                    long own = matcher.score(scored.get(i), scored.get(j), common.get());
                    sum += Math.max(-score.clip(), Math.min(score.clip(), own));
                    pairs++;
                }
            }
        }
        if (pairs == 0 || sum >= score.link() * pairs) {
            return 0;
        }
        double mean = sum / (1000.0 * pairs);
        reasons.add(
                new Reason(
                        "cohesion",
                        String.format(
                                Locale.ROOT,
                                "Its records score %.1f bits with each other on average, less than the %.1f"
                                        + " that link two.",
                                mean,
                                score.link() / 1000.0),
                        List.of()));
        return (score.link() / 1000.0 - mean) / BITS_PER_POINT;
    }

    private static Optional<Interval> common(NormalizedRecord a, NormalizedRecord b) {
        return a.span()
                .flatMap(
                        one ->
                                b.span()
                                        .filter(one::overlaps)
                                        .map(other -> one.intersection(other)));
    }

    private double conflicts(StoredEntity entity, List<Reason> reasons) {
        long direct =
                view.conflictsOf(entity.entityId(), MOST_CONFLICTS).stream()
                        .filter(
                                id ->
                                        view.current(Output.CONFLICTS, id)
                                                .filter(
                                                        row ->
                                                                row.path("kind")
                                                                        .asText()
                                                                        .equals("direct"))
                                                .isPresent())
                        .count();
        if (direct == 0) {
            return 0;
        }
        reasons.add(
                new Reason(
                        "conflicts",
                        "Has %,d direct %s."
                                .formatted(direct, direct == 1 ? "conflict" : "conflicts"),
                        List.of()));
        return log(1 + direct);
    }

    /** The identifying attribute that should have one value at a time and has most. */
    private double values(StoredEntity entity, List<Reason> reasons) {
        Map<String, Set<String>> all = new TreeMap<>();
        for (NormalizedRecord record : entity.records()) {
            record.values()
                    .forEach(
                            (name, values) -> {
                                if (identifying.contains(name)) {
                                    all.computeIfAbsent(name, any -> new TreeSet<>())
                                            .addAll(
                                                    values.stream()
                                                            .map(NormalizedRecord.Value::normalized)
                                                            .collect(Collectors.toSet()));
                                }
                            });
        }
        String most = "";
        int count = FEW_VALUES;
        for (Map.Entry<String, Set<String>> each : all.entrySet()) {
            if (each.getValue().size() > count) {
                most = each.getKey();
                count = each.getValue().size();
            }
        }
        if (most.isEmpty()) {
            return 0;
        }
        reasons.add(
                new Reason(
                        "values",
                        "Has %,d different values of %s, which should have one at a time."
                                .formatted(count, ShownText.of(most)),
                        all.get(most).stream().limit(5).map(ShownText::of).toList()));
        return log(count - 1.0);
    }

    private static double log(double number) {
        return Math.log(number) / Math.log(2);
    }

    /** What each key does, by its position. */
    Map<Integer, Merges> merges() {
        return merges;
    }

    /**
     * How many entities and records were examined, of how many.
     *
     * @param of how many merged entities there are
     */
    Sample sample(long of) {
        return new Sample(entities, of, records);
    }

    /** Those that may be several, the most suspicious first. */
    List<Overmerged> suspects() {
        return suspects.items();
    }
}
