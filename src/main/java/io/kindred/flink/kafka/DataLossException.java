package io.kindred.flink.kafka;

/** A topic no longer has what a source has yet to read. */
final class DataLossException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DataLossException(String message) {
        super(message);
    }
}
