package io.kindred.codec;

import io.kindred.model.Decision;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;

import java.util.OptionalLong;
import java.util.function.Predicate;

/** The fields of a decision read so far, with the checks that all formats share. */
final class DecisionFields {

    static final String DECISION = "decision";
    static final String LEFT = "left";
    static final String RIGHT = "right";
    static final String REASON = "reason";

    /** Empty until read: an identity field must not be empty. */
    private String entityType = "";

    private final Side left = new Side(LEFT);
    private final Side right = new Side(RIGHT);
    private Verdict verdict = Verdict.DIFFERENT;
    private OptionalLong version = OptionalLong.empty();
    private Op op = Op.UPSERT;
    private String reason = "";

    /** One of the two records. */
    static final class Side {

        private final String name;
        private String perspective = "";
        private String uid = "";

        Side(String name) {
            this.name = name;
        }

        /** The path of a field of the record, for errors. */
        String path(String field) {
            return name + '.' + field;
        }

        void perspective(String value) throws RejectedInputException {
            perspective = RecordFields.identity(path(RecordFields.PERSPECTIVE), value);
        }

        void uid(String value) throws RejectedInputException {
            uid = RecordFields.identity(path(RecordFields.UID), value);
        }

        private RecordIdentity identity(String entityType) throws RejectedInputException {
            RecordFields.present(path(RecordFields.PERSPECTIVE), perspective);
            RecordFields.present(path(RecordFields.UID), uid);
            return new RecordIdentity(entityType, perspective, uid);
        }
    }

    void entityType(String value) throws RejectedInputException {
        entityType = RecordFields.identity(RecordFields.ENTITY_TYPE, value);
    }

    Side left() {
        return left;
    }

    Side right() {
        return right;
    }

    void verdict(Verdict value) {
        verdict = value;
    }

    void verdict(String value) throws RejectedInputException {
        for (Verdict each : Verdict.values()) {
            if (each.text().equals(value)) {
                verdict = each;
                return;
            }
        }
        throw new RejectedInputException(
                DECISION + " is " + InputText.quoted(value) + ", expected same or different");
    }

    void version(long value) {
        version = OptionalLong.of(value);
    }

    void op(Op value) throws RejectedInputException {
        if (value == Op.ERASE) {
            throw new RejectedInputException(
                    "the row erases, but a decision can only be upserted or deleted");
        }
        op = value;
    }

    void op(String value) throws RejectedInputException {
        op =
                switch (value) {
                    case "upsert" -> Op.UPSERT;
                    case "delete" -> Op.DELETE;
                    default ->
                            throw new RejectedInputException(
                                    "op is "
                                            + InputText.quoted(value)
                                            + ", expected upsert or delete");
                };
    }

    void reason(String value) {
        reason = value;
    }

    Decision decision(Predicate<String> coveredEntityType) throws RejectedInputException {
        RecordFields.present(RecordFields.ENTITY_TYPE, entityType);
        RecordIdentity first = left.identity(entityType);
        RecordIdentity second = right.identity(entityType);
        RecordFields.checkCovered(entityType, coveredEntityType);
        if (first.equals(second)) {
            throw new RejectedInputException(
                    "left and right are the same record, expected two different ones");
        }
        return Decision.about(first, second, version, op, verdict, reason);
    }
}
