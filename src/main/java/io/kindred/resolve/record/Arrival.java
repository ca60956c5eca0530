package io.kindred.resolve.record;

import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;

/**
 * An incoming record, together with everything that can be computed from it alone.
 *
 * @param record the record as it is kept; a delete without descriptors
 * @param normalized its normalised values
 * @param terms the terms that it is indexed under
 */
public record Arrival(SourceRecord record, NormalizedRecord normalized, RecordTerms terms) {

    public static Arrival of(SourceRecord record, EntityTypeRules rules) {
        SourceRecord incoming = record.asKept();
        NormalizedRecord normalized =
                NormalizedRecord.of(incoming.identity(), incoming.descriptors(), rules);
        return new Arrival(incoming, normalized, RecordTerms.of(normalized, rules));
    }
}
