package io.kindred.resolve.record;

import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;

/**
 * A record that came, with all that can be worked out of it alone.
 *
 * @param record as it came; a delete without descriptors
 * @param normalized as resolution sees it
 * @param terms under which it is to be found
 */
public record Arrival(SourceRecord record, NormalizedRecord normalized, RecordTerms terms) {

    public static Arrival of(SourceRecord record, EntityTypeRules rules) {
        SourceRecord incoming = record.asKept();
        NormalizedRecord normalized =
                NormalizedRecord.of(incoming.identity(), incoming.descriptors(), rules);
        return new Arrival(incoming, normalized, RecordTerms.of(normalized, rules));
    }
}
