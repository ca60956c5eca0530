package io.kindred.flink.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/** Where records or questions come from. */
public sealed interface SourceConfig extends Serializable {

    /** Where the job file names no limit of a record: 16 MiB. */
    int DEFAULT_MAX_RECORD_BYTES = 16 << 20;

    /** Unique among the sources; letters, digits, {@code _} and {@code -}: part of operator ids. */
    String name();

    /** Whether the source is used up at some time. */
    boolean isBounded();

    /**
     * Files, read once each.
     *
     * @param paths at least one: absolute paths or URIs of files or folders, or globs
     * @param format how the input becomes records
     * @param maxRecordBytes a longer record is rejected rather than held in memory
     */
    record Files(String name, List<String> paths, SourceFormat format, int maxRecordBytes)
            implements SourceConfig {

        /** Copies the list. */
        public Files {
            paths = List.copyOf(paths);
        }

        @Override
        public boolean isBounded() {
            return true;
        }
    }

    /**
     * Topics of Kafka.
     *
     * @param groupId under which offsets are committed with each checkpoint; not empty
     * @param start where partitions begin that no restored state knows
     * @param end where partitions end
     * @param partitionDiscovery how often new partitions and topics are looked for; zero is never
     * @param format how the value becomes records; no CSV
     * @param tombstones what becomes of messages without a value
     * @param maxRecordBytes a message with a longer value is rejected
     */
    record Kafka(
            String name,
            KafkaCluster cluster,
            KafkaTopics topics,
            String groupId,
            KafkaOffsets start,
            KafkaOffsets end,
            Duration partitionDiscovery,
            SourceFormat format,
            TombstoneRule tombstones,
            int maxRecordBytes)
            implements SourceConfig {

        /** Where the job file names none. */
        public static final Duration DEFAULT_PARTITION_DISCOVERY = Duration.ofMinutes(1);

        @Override
        public boolean isBounded() {
            return end != KafkaOffsets.Position.NEVER;
        }
    }

    /**
     * Files, and when they are used up, topics of Kafka.
     *
     * @param files of the same name
     * @param kafka of the same name; begins at the earliest offset or at a time
     */
    record Hybrid(String name, Files files, Kafka kafka) implements SourceConfig {

        @Override
        public boolean isBounded() {
            return kafka.isBounded();
        }
    }

    /**
     * The records of a savepoint or retained checkpoint, of any number of shards, and the deletes
     * of those that are gone.
     *
     * @param path absolute, or a URI
     */
    record State(String name, String path) implements SourceConfig {

        @Override
        public boolean isBounded() {
            return true;
        }
    }
}
