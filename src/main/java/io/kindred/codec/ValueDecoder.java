package io.kindred.codec;

import io.kindred.model.SourceRecord;

import java.util.List;

/**
 * Decodes the value of a message like a line of a file; the key is not used, except for tombstones.
 */
public final class ValueDecoder implements MessageDecoder {

    private final RecordDecoder values;
    private final Tombstones tombstones;

    public ValueDecoder(RecordDecoder values, Tombstones tombstones) {
        this.values = values;
        this.tombstones = tombstones;
    }

    @Override
    public List<SourceRecord> decode(Message message) throws RejectedInputException {
        byte[] value = message.value();
        if (value == null) {
            return tombstones.records(message);
        }
        return List.of(values.decode(value, ""));
    }
}
