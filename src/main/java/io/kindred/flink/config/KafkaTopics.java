package io.kindred.flink.config;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/** The topics that a source reads. */
public sealed interface KafkaTopics extends Serializable {

    boolean contains(String topic);

    /**
     * Topics by name.
     *
     * @param names at least one, none twice
     */
    record Named(List<String> names) implements KafkaTopics {

        public Named {
            names = List.copyOf(names);
        }

        @Override
        public boolean contains(String topic) {
            return names.contains(topic);
        }
    }

    /**
     * Topics whose whole name matches, including topics that are found later by partition
     * discovery.
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
