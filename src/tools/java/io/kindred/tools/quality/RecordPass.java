package io.kindred.tools.quality;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.record.KeyEntries;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.NormalizedRecord.Value;
import io.kindred.resolve.record.Signature;
import io.kindred.storage.ByteKey;
import io.kindred.temporal.IntervalSet;
import io.kindred.temporal.Timeline;
import io.kindred.tools.profile.HotValues;
import io.kindred.tools.profile.ValueCounts;
import io.kindred.tools.quality.QualityReport.AttributeQuality;
import io.kindred.tools.quality.QualityReport.Completeness;
import io.kindred.tools.quality.QualityReport.HotKeyValue;
import io.kindred.tools.quality.QualityReport.Periods;
import io.kindred.tools.quality.QualityReport.SourceValues;
import io.kindred.tools.quality.QualityReport.Valid;
import io.kindred.tools.store.StoreView;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the records of one entity type say: which values they have, when, and which key values are
 * common. Keeps counters for at most {@value #MOST_ATTRIBUTES} attributes.
 */
final class RecordPass {

    private static final int MOST_ATTRIBUTES = 200;
    private static final int MOST_FURTHER = 10_000;
    private static final int HOTTEST = 10;
    private static final int HOT_CAPACITY = 2_000;
    private static final String SEPARATOR = "\u001f";

    /** Different values that are counted exactly; a standard error of 1 % beyond. */
    private static final int DISTINCT = 10_000;

    /** The same of a source, if there are more counters than {@link #MANY_COUNTERS}. */
    private static final int DISTINCT_OF_MANY = 200;

    private static final int MANY_COUNTERS = 500;

    /** Further pairs of attribute and source are not counted apart. */
    private static final int MOST_COUNTERS = 5_000;

    private static final double OUTLIERS = 0.01;

    private final String entityType;
    private final EntityTypeRules rules;
    private final Map<String, Attribute> attributes = new HashMap<>();
    private final Set<String> further = new HashSet<>();
    private final List<HotValues> keys = new ArrayList<>();
    private final PeriodCounts periods;
    private final HashSample sample;
    private int counters;

    /**
     * @param sample how many records are kept to be looked at
     */
    RecordPass(String entityType, EntityTypeRules rules, Timeline timeline, int sample) {
        this.entityType = entityType;
        this.rules = rules;
        this.periods = new PeriodCounts(PeriodUnit.ofValidity(timeline), OUTLIERS);
        this.sample = new HashSample(sample);
        rules.identityKeys().forEach(any -> keys.add(new HotValues(HOT_CAPACITY)));
    }

    private static final class Attribute {
        private final Counted all = new Counted(DISTINCT);
        private final Map<String, Counted> sources = new TreeMap<>();
    }

    private static final class Counted {
        private final ValueCounts values;
        private long records;

        Counted(int limit) {
            this.values = new ValueCounts(limit);
        }
    }

    void add(NormalizedRecord record) {
        sample.add(record.identity().joined());
        record.values()
                .forEach((name, values) -> add(record.identity().perspective(), name, values));
        for (KeyEntry entry : KeyEntries.of(record, rules)) {
            keys.get(entry.keyPosition()).add(String.join(SEPARATOR, entry.values()));
        }
    }

    private void add(String perspective, String name, List<Value> values) {
        Attribute attribute = attributes.get(name);
        if (attribute == null) {
            if (attributes.size() == MOST_ATTRIBUTES) {
                if (further.size() < MOST_FURTHER) {
                    further.add(name);
                }
                return;
            }
            attribute = new Attribute();
            attributes.put(name, attribute);
        }
        List<Counted> counted = new ArrayList<>(List.of(attribute.all));
        if (attribute.sources.containsKey(perspective) || counters < MOST_COUNTERS) {
            counted.add(attribute.sources.computeIfAbsent(perspective, any -> counted()));
        }
        for (Counted each : counted) {
            each.records++;
            for (Value value : values) {
                each.values.add(ValueCounts.hash(value.normalized()));
            }
        }
        periods.add(
                name, IntervalSet.of(values.stream().map(Value::interval).toList()).intervals());
    }

    private Counted counted() {
        return new Counted(++counters > MANY_COUNTERS ? DISTINCT_OF_MANY : DISTINCT);
    }

    /** Records to look at more closely, by joined identity. */
    List<String> sample() {
        return sample.names();
    }

    Completeness completeness() {
        List<AttributeQuality> all = new ArrayList<>();
        attributes.forEach(
                (name, each) -> {
                    List<SourceValues> sources = new ArrayList<>();
                    each.sources.forEach(
                            (perspective, own) ->
                                    sources.add(
                                            new SourceValues(
                                                    perspective,
                                                    own.records,
                                                    own.values.distinct(),
                                                    own.values.isExact())));
                    all.add(
                            new AttributeQuality(
                                    name,
                                    each.all.records,
                                    each.all.values.distinct(),
                                    each.all.values.isExact(),
                                    sources));
                });
        all.sort(
                Comparator.comparingLong(AttributeQuality::records)
                        .reversed()
                        .thenComparing(AttributeQuality::attribute));
        return new Completeness(all, further.size(), periods(all));
    }

    private Periods periods(List<AttributeQuality> sorted) {
        Optional<PeriodCounts.Chosen> chosen = periods.chosen();
        if (chosen.isEmpty()) {
            return Periods.NONE;
        }
        Map<String, List<Long>> counts = chosen.get().counts();
        return new Periods(
                chosen.get().unit().name(),
                chosen.get().labels(),
                sorted.stream()
                        .map(each -> new Valid(each.attribute(), counts.get(each.attribute())))
                        .toList());
    }

    /** The values of a key that most records have, counted in the store. */
    List<HotKeyValue> hottest(StoreView view, int keyPosition) {
        IdentityKey key = rules.key(keyPosition);
        return keys.get(keyPosition).top(HOTTEST).stream()
                .map(
                        joined -> {
                            List<String> values = List.of(joined.split(SEPARATOR, -1));
                            long[] records = {0};
                            view.postings(
                                    new ByteKey(Signature.ofKey(entityType, key.name(), values)),
                                    (id, times) -> ++records[0] > 0);
                            return new HotKeyValue(
                                    ShownText.of(values), records[0], key.isGeneric(records[0]));
                        })
                .filter(hot -> hot.records() > 1)
                .sorted(Comparator.comparingLong(HotKeyValue::records).reversed())
                .toList();
    }
}
