package io.kindred.flink.operator;

import io.kindred.codec.Decoded;
import io.kindred.codec.RecordDecoder;
import io.kindred.codec.RejectedInputException;
import io.kindred.flink.connector.RawInput;
import io.kindred.model.Input;
import io.kindred.model.RecordInput;
import io.kindred.storage.wire.InputFormat;

import java.util.function.Predicate;

/**
 * Decodes what a {@link SavedRecordsFunction} reads: records as lines of the record format, and
 * what else a state remembers in {@link InputFormat}, with a header that no line has. Decisions
 * about records of a type that the ontology does not cover are ignored: their records are rejected.
 */
public final class SavedInputDecoder implements RecordDecoder {

    private static final String MEMORY = "memory";

    private final RecordDecoder records;
    private final Predicate<String> coveredEntityType;

    /**
     * Creates a decoder.
     *
     * @param records decodes the lines
     * @param coveredEntityType whether the ontology covers an entity type
     */
    public SavedInputDecoder(RecordDecoder records, Predicate<String> coveredEntityType) {
        this.records = records.ofCarriedRecords();
        this.coveredEntityType = coveredEntityType;
    }

    /** An input to be sent as it is. */
    static RawInput memory(String source, String position, Input input) {
        byte[] bytes = InputFormat.INSTANCE.write(input);
        return new RawInput(source, position, bytes, bytes.length, MEMORY);
    }

    @Override
    public Decoded decode(byte[] bytes, String header) throws RejectedInputException {
        if (!header.equals(MEMORY)) {
            return records.decode(bytes, header);
        }
        Input input = InputFormat.INSTANCE.read(bytes);
        return input instanceof RecordInput about
                        && !coveredEntityType.test(about.identity().entityType())
                ? Decoded.NOTHING
                : Decoded.ofMemory(input);
    }
}
