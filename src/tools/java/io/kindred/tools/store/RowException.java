package io.kindred.tools.store;

/** A row is not one of its output. The message says why in a few words, without its values. */
public final class RowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient FedRow row;

    RowException(FedRow row, String message, Throwable cause) {
        super(message, cause);
        this.row = row;
    }

    public FedRow row() {
        return row;
    }
}
