package io.kindred.codec;

import io.kindred.model.Decision;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;

import java.util.function.Predicate;

/** The fields of a decision read so far, with the checks that all formats share. */
final class DecisionFields extends InputFields {

    static final String DECISION = "decision";
    static final String LEFT = "left";
    static final String RIGHT = "right";
    static final String REASON = "reason";

    private final IdentityFields left = IdentityFields.ofSide(LEFT);
    private final IdentityFields right = IdentityFields.ofSide(RIGHT);
    private Verdict verdict = Verdict.DIFFERENT;
    private String reason = "";

    IdentityFields left() {
        return left;
    }

    IdentityFields right() {
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

    @Override
    void op(Op value) throws RejectedInputException {
        if (value == Op.ERASE) {
            throw new RejectedInputException(
                    "the row erases, but a decision can only be upserted or deleted");
        }
        super.op(value);
    }

    @Override
    Op op(String name) throws RejectedInputException {
        return switch (name) {
            case "upsert" -> Op.UPSERT;
            case "delete" -> Op.DELETE;
            default -> throw unknownOp(name, "upsert or delete");
        };
    }

    void reason(String value) {
        reason = value;
    }

    Decision decision(Predicate<String> coveredEntityType) throws RejectedInputException {
        RecordIdentity first = left.identity(entityType());
        RecordIdentity second = right.identity(entityType());
        checkCovered(coveredEntityType);
        if (first.equals(second)) {
            throw new RejectedInputException(
                    "left and right are the same record, expected two different ones");
        }
        return Decision.about(first, second, version(), op(), verdict, reason);
    }
}
