package io.kindred.tools.profile;

import io.kindred.codec.Decoded;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Normalization;
import io.kindred.resolve.record.KeyEntries;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.NormalizedRecord;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The second pass: how many records share the values of keys. */
final class KeyPass {

    private static final int HOT_VALUES = 200;

    private final ProfileSettings settings;
    private final String entityType;
    private final EntityTypeRules rules;
    private final List<Collected> keys = new ArrayList<>();

    KeyPass(
            ProfileSettings settings,
            String entityType,
            List<Profile.Attribute> attributes,
            List<KeyProposal> proposals) {
        this.settings = settings;
        this.entityType = entityType;
        Map<String, AttributeRules> normalised = new HashMap<>();
        for (Profile.Attribute attribute : attributes) {
            normalised.put(
                    attribute.name(),
                    new AttributeRules(
                            Normalization.of(
                                    attribute.kind().normalizers(), attribute.placeholders()),
                            AttributeRules.DEFAULT.cardinality(),
                            AttributeRules.DEFAULT.prefer(),
                            AttributeRules.DEFAULT.retention()));
        }
        this.rules =
                new EntityTypeRules(
                        proposals.stream().map(KeyProposal::key).toList(),
                        List.of(),
                        List.of(),
                        normalised);
        proposals.forEach(proposal -> keys.add(new Collected(proposal)));
    }

    void accept(Decoded decoded) {
        for (SourceRecord record : decoded.records()) {
            RecordIdentity identity = record.identity();
            if (record.isUpsert() && identity.entityType().equals(entityType)) {
                NormalizedRecord normalized =
                        NormalizedRecord.of(identity, record.descriptors(), rules);
                int before = -1;
                for (KeyEntry entry : KeyEntries.of(normalized, rules)) {
                    keys.get(entry.keyPosition()).add(entry, entry.keyPosition() != before);
                    before = entry.keyPosition();
                }
            }
        }
    }

    /** Single attributes, then combinations; in either those with fewer pairs first. */
    List<Profile.Key> keys(long records) {
        return keys.stream()
                .map(each -> each.key(records))
                .sorted(
                        Comparator.comparingInt((Profile.Key key) -> key.proposal().parts().size())
                                .thenComparingLong(Profile.Key::pairs)
                                .thenComparing(key -> key.proposal().name()))
                .toList();
    }

    private final class Collected {

        private final KeyProposal proposal;
        private final ValueCounts counts = new ValueCounts(settings.distinct());
        private final HotValues hot = new HotValues(HOT_VALUES);
        private long records;

        Collected(KeyProposal proposal) {
            this.proposal = proposal;
        }

        void add(KeyEntry entry, boolean isFirst) {
            records += isFirst ? 1 : 0;
            String value = String.join(" + ", entry.values());
            counts.add(ValueCounts.hash(value));
            hot.add(value);
        }

        Profile.Key key(long all) {
            long limit = settings.maxRecords();
            return new Profile.Key(
                    proposal,
                    records,
                    all == 0 ? 0 : (double) records / all,
                    counts.distinct(),
                    counts.isExact(),
                    counts.sum(count -> count > limit ? 0 : count * (count - 1) / 2),
                    counts.sum(count -> count > limit ? 1 : 0),
                    counts.sum(count -> count > limit ? count : 0),
                    hot.top(Math.max(1, settings.hottest()), counts));
        }
    }
}
