package io.kindred.oracle;

import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Retention;
import io.kindred.temporal.Interval;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is left of records when their values have expired. */
final class NaiveRetention {

    private NaiveRetention() {}

    /**
     * The records that are not gone, with the descriptors that count.
     *
     * @param now empty if the time was never given, so that nothing has expired
     */
    static List<SourceRecord> left(
            Ontology ontology, List<SourceRecord> current, OptionalLong now) {
        List<SourceRecord> left = new ArrayList<>();
        for (SourceRecord record : current) {
            Optional<EntityTypeRules> rules = ontology.rules(record.identity().entityType());
            List<Descriptor> descriptors =
                    record.descriptors().stream()
                            .filter(
                                    d ->
                                            now.isEmpty()
                                                    || rules.isEmpty()
                                                    || !isExpired(d, rules.get(), now.getAsLong()))
                            .toList();
            if (!descriptors.isEmpty() || record.descriptors().isEmpty()) {
                left.add(SourceRecord.upsert(record.identity(), record.version(), descriptors));
            }
        }
        return left;
    }

    private static boolean isExpired(Descriptor descriptor, EntityTypeRules rules, long now) {
        Retention retention = rules.retention();
        if (rules.attributes().containsKey(descriptor.attribute())) {
            retention =
                    rules.attributes()
                            .get(descriptor.attribute())
                            .retention()
                            .orElse(rules.retention());
        }
        if (!retention.isLimited() || descriptor.interval().end() == Interval.MAX) {
            return false;
        }
        BigInteger since = BigInteger.valueOf(now).subtract(BigInteger.valueOf(retention.points()));
        return BigInteger.valueOf(descriptor.interval().end()).compareTo(since) <= 0;
    }
}
