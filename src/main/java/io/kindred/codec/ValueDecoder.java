package io.kindred.codec;

import io.kindred.model.SourceRecord;

import java.util.List;

/** Takes the value of a message for a line, whatever its key. */
public final class ValueDecoder implements MessageDecoder {

    private final RecordDecoder values;
    private final Tombstones tombstones;

    /** With what reads values and what becomes of messages without one. */
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
