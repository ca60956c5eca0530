package io.kindred.flink.topology;

import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.internal.SavedOperator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The types of sinks. The name of a sink's writer ends with its type, and so savepoints say of
 * which type a sink was. States of earlier releases do not; there the state of the writer tells,
 * unless it is empty.
 */
enum SinkType {
    FILES,
    KAFKA;

    /** With what the state of Flink's file writer begins. */
    private static final int FILE_WRITER = 0x1e764b79;

    static SinkType of(SinkConfig sink) {
        return sink instanceof SinkConfig.Kafka ? KAFKA : FILES;
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
        if (states.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(states.stream().allMatch(SinkType::isOfFiles) ? FILES : KAFKA);
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

    /** The end of the name of a sink of this type. */
    String suffix() {
        return " to " + this;
    }

    /** As in a job file. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
