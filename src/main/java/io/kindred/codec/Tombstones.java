package io.kindred.codec;

import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Timeline;

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
     * Tombstones delete or erase the record that the message's key names: by its columns if it is
     * an object, otherwise the key is the uid.
     *
     * @param keyEncoding of the keys
     * @param op {@link Op#DELETE} or {@link Op#ERASE}
     * @param coveredEntityType whether the ontology covers an entity type
     */
    static Tombstones remove(
            RecordMapping mapping,
            Encoding keyEncoding,
            Op op,
            Timeline timeline,
            Predicate<String> coveredEntityType) {
        RowMapper mapper =
                new RowMapper(
                        mapping, OpReader.of(mapping), timeline, coveredEntityType, Notices.NONE);
        MessageKey keys =
                new MessageKey(new JsonRow(mapper, Notices.NONE), keyEncoding, mapping.uid());
        return message -> {
            byte[] key = message.key();
            if (key == null) {
                throw new RejectedInputException(
                        "a tombstone (the message has no value) without a key, expected the uid of"
                                + " the record to "
                                + (op == Op.ERASE ? "erase" : "delete")
                                + " as the key");
            }
            try {
                return List.of(mapper.remove(keys.columns(key), op));
            } catch (RejectedInputException e) {
                throw e.within("the key of a tombstone");
            }
        };
    }
}
