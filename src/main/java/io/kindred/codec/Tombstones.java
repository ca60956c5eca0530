package io.kindred.codec;

import io.kindred.codec.RecordMapping.Field;
import io.kindred.model.SourceRecord;

import java.util.List;
import java.util.function.Predicate;

/** The handling of tombstones, which are messages without a value. */
public interface Tombstones {

    /** Tombstones are rejected. */
    Tombstones REJECT =
            message -> {
                throw new RejectedInputException(
                        "a tombstone (the message has no value), expected a record; see the field"
                                + " tombstones of the source");
            };

    /** Tombstones are ignored. */
    Tombstones IGNORE = message -> List.of();

    /** Converts a tombstone to records. */
    List<SourceRecord> records(Message message) throws RejectedInputException;

    /**
     * Tombstones delete the record whose uid is the message's key as text.
     *
     * @param mapping with a constant entity type and perspective
     * @param coveredEntityType whether the ontology covers an entity type
     */
    static Tombstones delete(RecordMapping mapping, Predicate<String> coveredEntityType) {
        String entityType = ((Field.Constant) mapping.entityType()).value();
        String perspective = ((Field.Constant) mapping.perspective()).value();
        return message -> {
            byte[] key = message.key();
            if (key == null) {
                throw new RejectedInputException(
                        "a tombstone (the message has no value) without a key, expected the uid of"
                                + " the record to delete as the key");
            }
            RecordFields fields = new RecordFields();
            fields.entityType(entityType);
            fields.perspective(perspective);
            fields.uid(InputText.text(key));
            fields.op("delete");
            return List.of(fields.record(coveredEntityType));
        };
    }
}
