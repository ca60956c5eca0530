package io.kindred.flink.kafka;

/** A schema registry cannot be asked. The job fails, and may restart: no input is to blame. */
final class SchemaRegistryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaRegistryException(String message, Throwable cause) {
        super(message, cause);
    }

    SchemaRegistryException(String message) {
        super(message);
    }
}
