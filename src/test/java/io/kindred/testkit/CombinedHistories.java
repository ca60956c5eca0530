package io.kindred.testkit;

import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Perspective;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Several random histories as the input of one job. Entity types and perspectives get a prefix that
 * tells the histories apart, so that none affects another.
 */
public final class CombinedHistories {

    private final Map<String, EntityTypeRules> rules = new HashMap<>();
    private final Map<String, Perspective> trust = new HashMap<>();
    private final List<SourceRecord> ordered = new ArrayList<>();
    private final List<SourceRecord> unordered = new ArrayList<>();

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

    /** The records of the histories whose order of arrival counts. */
    public List<SourceRecord> ordered() {
        return List.copyOf(ordered);
    }

    /** The records of the other histories. */
    public List<SourceRecord> unordered() {
        return List.copyOf(unordered);
    }

    /** All records. */
    public List<SourceRecord> records() {
        List<SourceRecord> records = new ArrayList<>(ordered);
        records.addAll(unordered);
        return records;
    }

    private void add(RandomCase random, String prefix, List<SourceRecord> records) {
        Map<String, EntityTypeRules> own = random.ontology().entityTypes();
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
                rules.put(prefix + type, random.ontology().rules(type).orElseThrow());
            }
            records.add(renamed(step, prefix));
        }
    }

    private static SourceRecord renamed(SourceRecord record, String prefix) {
        RecordIdentity identity = record.identity();
        return new SourceRecord(
                new RecordIdentity(
                        prefix + identity.entityType(),
                        prefix + identity.perspective(),
                        identity.uid()),
                record.version(),
                record.op(),
                record.descriptors());
    }
}
