package io.kindred.codec;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** The fields of a record read so far, with the checks that all formats share. */
final class RecordFields {

    static final String ENTITY_TYPE = "entity_type";
    static final String PERSPECTIVE = "perspective";
    static final String UID = "uid";
    static final String VERSION = "version";
    static final String OP = "op";

    /** Empty until read: an identity field must not be empty. */
    private String entityType = "";

    private String perspective = "";
    private String uid = "";
    private OptionalLong version = OptionalLong.empty();
    private Op op = Op.UPSERT;
    private final List<Descriptor> descriptors = new ArrayList<>();

    void entityType(String value) throws RejectedInputException {
        entityType = identity(ENTITY_TYPE, value);
    }

    void perspective(String value) throws RejectedInputException {
        perspective = identity(PERSPECTIVE, value);
    }

    void uid(String value) throws RejectedInputException {
        uid = identity(UID, value);
    }

    void version(long value) {
        version = OptionalLong.of(value);
    }

    void op(Op value) {
        op = value;
    }

    void op(String value) throws RejectedInputException {
        op =
                switch (value) {
                    case "upsert" -> Op.UPSERT;
                    case "delete" -> Op.DELETE;
                    case "erase" -> Op.ERASE;
                    default ->
                            throw new RejectedInputException(
                                    "op is "
                                            + InputText.quoted(value)
                                            + ", expected upsert, delete or erase");
                };
    }

    void descriptors(List<Descriptor> added) {
        descriptors.addAll(added);
    }

    SourceRecord record(Predicate<String> coveredEntityType) throws RejectedInputException {
        present(ENTITY_TYPE, entityType);
        present(PERSPECTIVE, perspective);
        present(UID, uid);
        checkCovered(entityType, coveredEntityType);
        return new SourceRecord(
                new RecordIdentity(entityType, perspective, uid), version, op, descriptors);
    }

    static void checkCovered(String entityType, Predicate<String> coveredEntityType)
            throws RejectedInputException {
        if (!coveredEntityType.test(entityType)) {
            throw new RejectedInputException(
                    "the ontology does not cover the entity type " + InputText.quoted(entityType));
        }
    }

    /** A value of the record's identity, which must not be empty or contain the separator. */
    static String identity(String name, String value) throws RejectedInputException {
        if (value.isEmpty()) {
            throw new RejectedInputException(name + " is empty");
        }
        if (value.indexOf(RecordIdentity.SEPARATOR) >= 0) {
            throw new RejectedInputException(name + " contains U+001F");
        }
        return value;
    }

    static void present(String name, String value) throws RejectedInputException {
        if (value.isEmpty()) {
            throw new RejectedInputException(name + " is missing");
        }
    }
}
