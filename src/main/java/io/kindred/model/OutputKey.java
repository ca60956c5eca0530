package io.kindred.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The key of an update of an upserted output. It is the key of a row, too, but for golden values.
 *
 * @param stream the output that the row is in
 * @param id unique within the stream
 */
public record OutputKey(Stream stream, String id) {

    /** The outputs with upserted rows. */
    public enum Stream {
        /** Entities with golden records, keyed by entity id. */
        ENTITIES,
        /** The entity of each record, keyed by joined record identity. */
        ASSIGNMENTS,
        /** Conflicts, keyed by conflict id. */
        CONFLICTS,
        /** Generic key values, keyed by a digest of entity type, key and values. */
        GENERIC_KEYS,
        /**
         * Golden values with the records that they come from. An update has all those of an entity,
         * keyed by entity id; a row has one, see {@link GoldenRow}.
         */
        GOLDEN_VALUES,
        /** Each current record's values and decisions, keyed by joined record identity. */
        RECORDS;

        /** Whether each key is the identity of a record. */
        public boolean isByRecord() {
            return this == ASSIGNMENTS || this == RECORDS;
        }
    }

    static OutputKey entity(String entityId) {
        return new OutputKey(Stream.ENTITIES, entityId);
    }

    public static OutputKey assignment(RecordIdentity record) {
        return new OutputKey(Stream.ASSIGNMENTS, record.joined());
    }

    static OutputKey record(RecordIdentity record) {
        return new OutputKey(Stream.RECORDS, record.joined());
    }

    static OutputKey conflict(String conflictId) {
        return new OutputKey(Stream.CONFLICTS, conflictId);
    }

    static OutputKey goldenValues(String entityId) {
        return new OutputKey(Stream.GOLDEN_VALUES, entityId);
    }

    static OutputKey genericKey(String entityType, String key, List<String> values) {
        List<String> fields = new ArrayList<>(List.of(entityType, key));
        fields.addAll(values);
        return new OutputKey(Stream.GENERIC_KEYS, Digest.hex(fields));
    }
}
