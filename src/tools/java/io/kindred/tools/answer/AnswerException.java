package io.kindred.tools.answer;

/** A question that has no answer. The message says why, in one line, for whoever asked. */
public final class AnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why there is no answer. */
    public enum Reason {
        /** The question is wrong. */
        INVALID,
        /** There is nothing of that name. */
        UNKNOWN,
        /** The job does not write the output that it takes. */
        NOT_AVAILABLE,
        /** Rows that it takes were not read yet; ask again. */
        NOT_YET
    }

    AnswerException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static AnswerException invalid(String message) {
        return new AnswerException(Reason.INVALID, message);
    }

    static AnswerException unknown(String message) {
        return new AnswerException(Reason.UNKNOWN, message);
    }

    public Reason reason() {
        return reason;
    }
}
