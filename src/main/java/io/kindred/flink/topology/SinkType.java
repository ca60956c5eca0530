package io.kindred.flink.topology;

import io.kindred.flink.config.SinksConfig.FileFormat;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.internal.SavedOperator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The types of sinks; one for each format of files, since none can go on with a file of another.
 * The name of a sink's writer ends with its type, and so savepoints say of which type a sink was.
 * States of earlier releases do not; there the state of the writer tells, unless it is empty or
 * compressed.
 */
enum SinkType {
    FILES("files"),
    KAFKA("kafka"),
    PARQUET("parquet files"),
    JDBC("jdbc"),
    PAIMON("paimon");

    /** With what the state of Flink's file writer begins. */
    private static final int FILE_WRITER = 0x1e764b79;

    /** The versions of the state of Flink's Kafka writer. */
    private static final Set<Integer> KAFKA_WRITER = Set.of(1, 2);

    private final String shown;

    SinkType(String shown) {
        this.shown = shown;
    }

    static SinkType of(SinkConfig sink) {
        if (sink instanceof SinkConfig.Files files) {
            return files.format() == FileFormat.PARQUET ? PARQUET : FILES;
        }
        if (sink instanceof SinkConfig.Lake) {
            return PAIMON;
        }
        return sink instanceof SinkConfig.Jdbc ? JDBC : KAFKA;
    }

    /**
     * The type of a sink in a saved state; empty if unknown.
     *
     * @param writer the sink's writer
     */
    static Optional<SinkType> of(SavedOperator writer) throws IOException {
        String name = writer.name().orElse("");
        for (SinkType type : values()) {
            if (name.contains(type.suffix())) {
                return Optional.of(type);
            }
        }
        List<byte[]> states = writer.operatorState();
        if (states.stream().anyMatch(SinkType::isOfFiles)) {
            return Optional.of(FILES);
        }
        return states.stream().anyMatch(SinkType::isOfKafka)
                ? Optional.of(KAFKA)
                : Optional.empty();
    }

    private static boolean isOfFiles(byte[] state) {
        ByteBuffer bytes = ByteBuffer.wrap(state);
        for (int at = 0; at + Integer.BYTES <= state.length; at++) {
            if (bytes.getInt(at) == FILE_WRITER) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether there is an element of a writer of transactions: its length, a version, the length of
     * the rest, and a text of two bytes' length, the prefix of the transactions. Compressed state
     * has none.
     */
    private static boolean isOfKafka(byte[] state) {
        ByteBuffer bytes = ByteBuffer.wrap(state);
        int header = 3 * Integer.BYTES;
        for (int at = 0; at + header + Short.BYTES <= state.length; at++) {
            int rest = bytes.getInt(at + 2 * Integer.BYTES);
            if (rest >= Short.BYTES
                    && rest <= state.length - at - header
                    && bytes.getInt(at) == rest + 2 * Integer.BYTES
                    && KAFKA_WRITER.contains(bytes.getInt(at + Integer.BYTES))
                    && Short.toUnsignedInt(bytes.getShort(at + header)) <= rest - Short.BYTES) {
                return true;
            }
        }
        return false;
    }

    /** The name of the sink of an output. */
    String name(Output output) {
        return Operators.jobFileName(output).replace('_', ' ') + suffix();
    }

    /** The end of the name of a sink of this type. */
    String suffix() {
        return " to " + this;
    }

    /** The field of a job file in which the type differs from another. */
    String field(SinkType other) {
        return isOfFolder() && other.isOfFolder() ? "format" : "type";
    }

    private boolean isOfFolder() {
        return this == FILES || this == PARQUET;
    }

    @Override
    public String toString() {
        return shown;
    }
}
