package io.kindred.tools.sweep;

import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.ScoreRules;
import io.kindred.resolve.cluster.ComponentLinks;
import io.kindred.resolve.cluster.ComponentResolver;
import io.kindred.resolve.cluster.ComponentResolver.Resolution;
import io.kindred.resolve.cluster.DisjointSets;
import io.kindred.resolve.match.MatchCache;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.KeyEntries;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import io.kindred.tools.evaluate.TruthFile;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Resolves records of one entity type again and again, with other values of {@code link} and {@code
 * cohesion}.
 *
 * <p>What the least {@code link} connects is found once: these components are independent of each
 * other whatever the values, so that each is resolved by itself. Scores are kept between the cells,
 * up to {@value #MAX_SCORES} of them (24 bytes each).
 *
 * <p>Decisions of people are not applied.
 */
public final class Sweep {

    private static final int SCORES_PER_RECORD = 64;
    private static final int MIN_SCORES = 1 << 16;
    private static final int MAX_SCORES = 1 << 23;

    private final List<NormalizedRecord> records;
    private final EntityTypeRules rules;
    private final Optional<TruthFile> truth;
    private final Predicate<KeyValues> isGeneric;
    private final MatchCache cache;

    /**
     * @param records current ones of one entity type
     * @param truth what the results are compared with
     */
    public Sweep(List<NormalizedRecord> records, EntityTypeRules rules, Optional<TruthFile> truth) {
        this.records = new ArrayList<>(records);
        this.records.sort(Comparator.comparing(NormalizedRecord::identity));
        this.rules = rules;
        this.truth = truth;
        this.isGeneric = generic();
        long scores = Math.min(MAX_SCORES, (long) records.size() * SCORES_PER_RECORD);
        this.cache = new MatchCache(2, Integer.highestOneBit((int) Math.max(MIN_SCORES, scores)));
    }

    private Predicate<KeyValues> generic() {
        Object2IntOpenHashMap<KeyValues> counts = new Object2IntOpenHashMap<>();
        for (NormalizedRecord record : records) {
            for (KeyEntry entry : KeyEntries.of(record, rules)) {
                counts.addTo(entry.keyValues(), 1);
            }
        }
        counts.object2IntEntrySet()
                .removeIf(
                        entry ->
                                !rules.key(entry.getKey().keyPosition())
                                        .isGeneric(entry.getIntValue()));
        counts.trim();
        return counts::containsKey;
    }

    /**
     * Resolves the records with each link and each cohesion.
     *
     * @param links in thousandths of a bit, at least one; not used if the rules have no score
     * @param done called after each cell
     * @return a cell for each pair, by link and then by cohesion, or only one without a score
     */
    public List<Cell> run(List<Long> links, List<Long> cohesions, Consumer<Cell> done) {
        List<Cell> cells = new ArrayList<>();
        if (rules.score().isEmpty()) {
            add(cell(rules, components(rules)), cells, done);
            return cells;
        }
        long least = links.stream().mapToLong(Long::longValue).min().orElseThrow();
        List<List<NormalizedRecord>> components =
                components(with(least, rules.score().get().cohesion()));
        for (long link : links) {
            for (long cohesion : cohesions) {
                add(cell(with(link, cohesion), components), cells, done);
            }
        }
        return cells;
    }

    private static void add(Cell cell, List<Cell> to, Consumer<Cell> done) {
        to.add(cell);
        done.accept(cell);
    }

    private EntityTypeRules with(long link, long cohesion) {
        ScoreRules score = rules.score().orElseThrow();
        return new EntityTypeRules(
                rules.identityKeys(),
                rules.strongIdentifiers(),
                rules.constraints(),
                rules.attributes(),
                rules.retention(),
                Optional.of(
                        new ScoreRules(
                                score.prior(),
                                score.comparisons(),
                                link,
                                cohesion,
                                score.clip(),
                                score.members())),
                rules.isOnePerPerspective());
    }

    private List<List<NormalizedRecord>> components(EntityTypeRules widest) {
        DisjointSets parts = new DisjointSets(records.size());
        ComponentLinks.join(records, new Matcher(widest, cache), isGeneric, parts);
        Map<Integer, List<NormalizedRecord>> components = new LinkedHashMap<>();
        for (int i = 0; i < records.size(); i++) {
            components
                    .computeIfAbsent(parts.find(i), unused -> new ArrayList<>(1))
                    .add(records.get(i));
        }
        return List.copyOf(components.values());
    }

    private Cell cell(EntityTypeRules tried, List<List<NormalizedRecord>> components) {
        Matcher matcher = new Matcher(tried, cache);
        List<List<RecordIdentity>> entities = new ArrayList<>();
        EntityFigures figures = new EntityFigures(tried.score());
        long conflicts = 0;
        for (List<NormalizedRecord> component : components) {
            Resolution resolution = ComponentResolver.resolve(component, matcher, isGeneric);
            conflicts += resolution.contested().size();
            for (List<NormalizedRecord> entity : resolution.entities()) {
                figures.add(entity, (one, other) -> score(matcher, one, other));
                entities.add(entity.stream().map(NormalizedRecord::identity).toList());
            }
        }
        return new Cell(
                tried.score().map(ScoreRules::link),
                tried.score().map(ScoreRules::cohesion),
                tried.score().equals(rules.score()),
                entities.size(),
                figures.largest(),
                figures.merged(),
                conflicts,
                figures.meanScore(),
                figures.below(),
                truth.map(each -> each.pairs(entities)));
    }

    /** The score of two records over all the time that both have values; empty if there is none. */
    private static Optional<Long> score(
            Matcher matcher, NormalizedRecord one, NormalizedRecord other) {
        Optional<Interval> left = one.span();
        Optional<Interval> right = other.span();
        if (left.isEmpty() || right.isEmpty() || !left.get().overlaps(right.get())) {
            return Optional.empty();
        }
        return Optional.of(matcher.score(one, other, left.get().intersection(right.get())));
    }
}
