package io.kindred.codec;

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
    public Decoded decode(Message message) throws RejectedInputException {
        byte[] value = message.value();
        if (value == null) {
            return Decoded.of(tombstones.records(message));
        }
        return values.decode(value, "");
    }
}
