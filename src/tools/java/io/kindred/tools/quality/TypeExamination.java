package io.kindred.tools.quality;

import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.KeyTest;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Timeline;
import io.kindred.tools.quality.QualityReport.HotKeyValue;
import io.kindred.tools.quality.QualityReport.KeyQuality;
import io.kindred.tools.quality.QualityReport.Merges;
import io.kindred.tools.quality.QualityReport.Summary;
import io.kindred.tools.quality.QualityReport.Suspects;
import io.kindred.tools.quality.QualityReport.TypeQuality;
import io.kindred.tools.store.StoreView;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers the part of the report about one entity type. */
final class TypeExamination {

    private final String entityType;
    private final EntityTypeRules rules;
    private final EntityPass entities;
    private final ConflictPass conflicts = new ConflictPass();
    private final GenericPass generic;
    private final RecordPass records;

    /**
     * @param sample how many entities and records are looked at more closely
     */
    TypeExamination(String entityType, EntityTypeRules rules, Timeline timeline, int sample) {
        this.entityType = entityType;
        this.rules = rules;
        this.entities = new EntityPass(sample);
        this.generic = new GenericPass();
        this.records = new RecordPass(entityType, rules, timeline, sample);
    }

    EntityPass entities() {
        return entities;
    }

    ConflictPass conflicts() {
        return conflicts;
    }

    GenericPass generic() {
        return generic;
    }

    void add(SourceRecord record) {
        records.add(
                NormalizedRecord.of(
                        record.identity(), record.descriptors(), record.decisions(), rules));
    }

    /**
     * The part of the report, from what the passes before have counted.
     *
     * @param hasRecords whether there is an output of records
     */
    TypeQuality quality(StoreView view, boolean hasRecords) {
        MergedEntities merged = new MergedEntities(view, entityType, rules);
        NearMisses misses = new NearMisses(view, entityType, rules);
        if (hasRecords) {
            merged.examine(entities.sample(), true);
            merged.examine(entities.furtherLarge(), false);
            misses.examine(records.sample());
        }
        return new TypeQuality(
                entityType,
                summary(),
                entities.sources(),
                entities.sizes(),
                records.completeness(),
                keys(view, hasRecords, merged.merges()),
                merged.sample(entities.mergedEntities()),
                conflicts.quality(view, entityType),
                new Suspects(merged.suspects(), misses.found(), misses.examined()));
    }

    private Summary summary() {
        return new Summary(
                entities.records(),
                entities.entities(),
                entities.mergedRecords(),
                entities.mergedEntities(),
                entities.largest().entityId(),
                entities.largest().records(),
                conflicts.kinds(),
                generic.values());
    }

    /** The keys of the ontology, and decisions if they link something. */
    private List<KeyQuality> keys(StoreView view, boolean hasRecords, Map<Integer, Merges> merges) {
        List<KeyQuality> all = new ArrayList<>();
        for (int i = 0; i < rules.identityKeys().size(); i++) {
            IdentityKey key = rules.key(i);
            List<HotKeyValue> hottest =
                    hasRecords ? records.hottest(view, i) : generic.hottest(key.name());
            all.add(
                    new KeyQuality(
                            key.name(),
                            kind(key),
                            key.maxRecords().orElse(0),
                            hottest,
                            merges.getOrDefault(i, Merges.NONE)));
        }
        Optional.ofNullable(merges.get(IdentityKey.DECISION_POSITION))
                .ifPresent(
                        decided ->
                                all.add(
                                        new KeyQuality(
                                                IdentityKey.DECISION.shownName(),
                                                "decision",
                                                0,
                                                List.of(),
                                                decided)));
        return all;
    }

    private static String kind(IdentityKey key) {
        if (key.test() instanceof KeyTest.Scored) {
            return "score";
        }
        return key.isTested() ? "test" : "equal";
    }
}
