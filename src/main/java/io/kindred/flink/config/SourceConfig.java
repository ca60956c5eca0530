package io.kindred.flink.config;

import io.kindred.codec.TextEncoding;
import io.kindred.flink.connector.FileOrder;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/** A source of records or questions. */
public sealed interface SourceConfig extends Serializable {

    /** 16 MiB. */
    int DEFAULT_MAX_RECORD_BYTES = 16 << 20;

    /**
     * Unique among the sources, and part of operator uids. Letters, digits, {@code _} and {@code
     * -}.
     */
    String name();

    /** Whether the source has an end. */
    boolean isBounded();

    /**
     * Files, read once each.
     *
     * @param paths at least one absolute path or URI of a file or folder, or a glob
     * @param order of the files
     * @param watch the interval at which to look for new files; zero: only those are read that are
     *     there when the job starts
     * @param maxRecordBytes longer records are rejected
     * @param encoding of files without a byte order mark
     */
    record Files(
            String name,
            List<String> paths,
            SourceFormat format,
            FileOrder order,
            Duration watch,
            int maxRecordBytes,
            TextEncoding encoding)
            implements SourceConfig {

        /** Files in UTF-8. */
        public Files(
                String name,
                List<String> paths,
                SourceFormat format,
                FileOrder order,
                Duration watch,
                int maxRecordBytes) {
            this(name, paths, format, order, watch, maxRecordBytes, TextEncoding.UTF_8);
        }

        public Files {
            paths = List.copyOf(paths);
        }

        /** Whether new files are looked for. */
        public boolean isWatched() {
            return !watch.isZero();
        }

        @Override
        public boolean isBounded() {
            return !isWatched();
        }
    }

    /**
     * Kafka topics.
     *
     * @param groupId the consumer group, whose offsets are committed with each checkpoint; not
     *     empty
     * @param start the start of partitions that are not in restored state
     * @param end the end of partitions, resolved when the job first starts
     * @param onDataLoss for messages that a topic lost before they were read
     * @param partitionDiscovery the interval of the search for new partitions and topics; zero
     *     disables it
     * @param format not CSV
     * @param maxRecordBytes messages with a longer value are rejected
     * @param encoding of values without a byte order mark
     */
    record Kafka(
            String name,
            KafkaCluster cluster,
            KafkaTopics topics,
            String groupId,
            KafkaOffsets start,
            KafkaOffsets end,
            DataLossRule onDataLoss,
            Duration partitionDiscovery,
            SourceFormat format,
            TombstoneRule tombstones,
            int maxRecordBytes,
            TextEncoding encoding)
            implements SourceConfig {

        public static final Duration DEFAULT_PARTITION_DISCOVERY = Duration.ofMinutes(1);

        @Override
        public boolean isBounded() {
            return end != KafkaOffsets.Position.NEVER;
        }
    }

    /**
     * Files, followed by Kafka topics.
     *
     * @param files of the same name
     * @param kafka of the same name; starts at the earliest offset or at a time
     */
    record Hybrid(String name, Files files, Kafka kafka) implements SourceConfig {

        @Override
        public boolean isBounded() {
            return kafka.isBounded();
        }
    }

    /**
     * The records in a savepoint or retained checkpoint with any number of shards, and the deletes
     * that it remembers.
     *
     * @param path an absolute path or a URI
     */
    record State(String name, String path) implements SourceConfig {

        @Override
        public boolean isBounded() {
            return true;
        }
    }
}
