package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kindred.model.SourceRecord.Op;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The fields read so far that records and decisions have in common, with the checks that all
 * formats share.
 */
abstract class InputFields {

    static final String ENTITY_TYPE = "entity_type";
    static final String VERSION = "version";
    static final String OP = "op";

    /** Empty until read: it must not be empty. */
    private String entityType = "";

    private OptionalLong version = OptionalLong.empty();
    private Op op = Op.UPSERT;

    /** Reads the current value if it is of one of these fields. Returns whether it is. */
    boolean read(JsonParser json, String name, SeenFields seen)
            throws IOException, RejectedInputException {
        switch (name) {
            case ENTITY_TYPE -> entityType(JsonLine.string(json, seen.first(name)));
            case VERSION -> {
                seen.add(name);
                if (json.currentToken() != JsonToken.VALUE_NULL) {
                    version(JsonLine.integer(json, name));
                }
            }
            case OP -> {
                seen.add(name);
                if (json.currentToken() != JsonToken.VALUE_NULL) {
                    op = op(JsonLine.string(json, name));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    final void entityType(String value) throws RejectedInputException {
        entityType = IdentityFields.checked(ENTITY_TYPE, value);
    }

    final void version(long value) {
        version = OptionalLong.of(value);
    }

    void op(Op value) throws RejectedInputException {
        op = value;
    }

    /** The operation with a name. */
    abstract Op op(String name) throws RejectedInputException;

    /** The entity type; rejected if it is missing. */
    final String entityType() throws RejectedInputException {
        IdentityFields.present(ENTITY_TYPE, entityType);
        return entityType;
    }

    final OptionalLong version() {
        return version;
    }

    final Op op() {
        return op;
    }

    final void checkCovered(Predicate<String> coveredEntityType) throws RejectedInputException {
        if (!coveredEntityType.test(entityType)) {
            throw new RejectedInputException(
                    "the ontology does not cover the entity type " + InputText.quoted(entityType));
        }
    }

    static RejectedInputException unknownOp(String name, String expected) {
        return new RejectedInputException(
                "op is " + InputText.quoted(name) + ", expected " + expected);
    }
}
