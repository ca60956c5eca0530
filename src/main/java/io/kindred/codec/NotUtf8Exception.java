package io.kindred.codec;

/** An input that is not UTF-8, often because it is in another encoding. */
public final class NotUtf8Exception extends RejectedInputException {

    private static final long serialVersionUID = 1L;

    NotUtf8Exception(int position) {
        super("not UTF-8 at byte " + position);
    }

    /** The error for an input whose source can have another encoding. */
    public RejectedInputException withAdvice() {
        return new RejectedInputException(getMessage() + TextEncoding.ADVICE);
    }
}
