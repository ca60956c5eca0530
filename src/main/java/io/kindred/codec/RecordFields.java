package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The fields of a record read so far, with the checks that all formats share. */
final class RecordFields extends InputFields {

    private final IdentityFields identity = IdentityFields.ofRecord();
    private final List<Descriptor> descriptors = new ArrayList<>();

    @Override
    boolean read(JsonParser json, String name, SeenFields seen)
            throws IOException, RejectedInputException {
        return identity.read(json, name, seen) || super.read(json, name, seen);
    }

    IdentityFields identity() {
        return identity;
    }

    @Override
    Op op(String name) throws RejectedInputException {
        return switch (name) {
            case "upsert" -> Op.UPSERT;
            case "delete" -> Op.DELETE;
            case "erase" -> Op.ERASE;
            default -> throw unknownOp(name, "upsert, delete or erase");
        };
    }

    void descriptors(List<Descriptor> added) {
        descriptors.addAll(added);
    }

    SourceRecord record(Predicate<String> coveredEntityType) throws RejectedInputException {
        RecordIdentity record = identity.identity(entityType());
        checkCovered(coveredEntityType);
        return new SourceRecord(record, version(), op(), descriptors);
    }
}
