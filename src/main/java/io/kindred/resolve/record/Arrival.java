package io.kindred.resolve.record;

import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;

/**
 * An incoming record, together with everything that can be computed from it alone.
 *
 * @param record the record as it is kept, with all of its descriptors; a delete without
 * @param split those that count at a time, and the others
 * @param normalized its normalised values, of those that count
 * @param terms the terms that it is indexed under
 */
public record Arrival(
        SourceRecord record, Expiry.Split split, NormalizedRecord normalized, RecordTerms terms) {

    /**
     * A record at a time.
     *
     * @param now what has expired by then does not count
     */
    public static Arrival of(SourceRecord record, EntityTypeRules rules, long now) {
        SourceRecord incoming = record.asKept();
        Expiry.Split split = Expiry.split(incoming.descriptors(), rules, now);
        NormalizedRecord normalized =
                NormalizedRecord.of(
                        incoming.identity(), split.current(), incoming.decisions(), rules);
        return new Arrival(incoming, split, normalized, RecordTerms.of(normalized, rules));
    }
}
