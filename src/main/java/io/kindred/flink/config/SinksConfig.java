package io.kindred.flink.config;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the outputs go. An output without a sink is not written; bad input is then only counted.
 *
 * @param byOutput in the order of {@link Output}; holds entities, assignments or conflicts
 */
public record SinksConfig(Map<Output, SinkConfig> byOutput) implements Serializable {

    /** What a job writes; the lower-case names are those of the job file. */
    public enum Output {
        /** Entities with golden records. */
        ENTITIES,
        /** The entity of each record. */
        ASSIGNMENTS,
        /** Conflicts. */
        CONFLICTS,
        /** Key values that too many records share. */
        GENERIC_KEYS,
        /** Inputs that could not be taken. */
        DEAD_LETTERS,
        /** Answers to questions. */
        ANSWERS
    }

    /** Where one output goes. */
    public sealed interface SinkConfig extends Serializable {

        /** Where the rows are found, in words. */
        String place();

        /**
         * Files in a folder.
         *
         * @param path an absolute path or a URI
         */
        record Files(String path) implements SinkConfig {

            @Override
            public String place() {
                return path;
            }
        }

        /**
         * A topic of Kafka.
         *
         * @param topic its name
         * @param delivery what a failure may do
         * @param maxMessageBytes of dead letters: longer messages are cut
         */
        record Kafka(
                KafkaCluster cluster, String topic, KafkaDelivery delivery, int maxMessageBytes)
                implements SinkConfig {

            /** Where the job file names none: a little less than what a broker takes. */
            public static final int DEFAULT_MAX_MESSAGE_BYTES = 1_000_000;

            @Override
            public String place() {
                return "topic " + topic;
            }
        }
    }

    /** Copies the map. */
    public SinksConfig {
        Map<Output, SinkConfig> copy = new EnumMap<>(Output.class);
        copy.putAll(byOutput);
        byOutput = Collections.unmodifiableMap(copy);
    }

    /** The same but for one output, which is not written. */
    SinksConfig without(Output output) {
        Map<Output, SinkConfig> others = new EnumMap<>(Output.class);
        others.putAll(byOutput);
        others.remove(output);
        return new SinksConfig(others);
    }

    /** The sink of an output, if it has one. */
    public Optional<SinkConfig> sink(Output output) {
        return Optional.ofNullable(byOutput.get(output));
    }
}
