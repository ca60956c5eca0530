package io.kindred.flink.config;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/** The topics that a source reads. */
public sealed interface KafkaTopics extends Serializable {

    /** Whether a topic is one of them. */
    boolean contains(String topic);

    /**
     * By name.
     *
     * @param names at least one, none twice
     */
    record Named(List<String> names) implements KafkaTopics {

        /** Copies the list. */
        public Named {
            names = List.copyOf(names);
        }

        @Override
        public boolean contains(String topic) {
            return names.contains(topic);
        }
    }

    /**
     * All whose whole name matches, later ones too while partitions are looked for.
     *
     * @param regex a regular expression of {@link java.util.regex.Pattern}
     */
    record Matching(String regex) implements KafkaTopics {

        @Override
        public boolean contains(String topic) {
            return Pattern.matches(regex, topic);
        }
    }
}
