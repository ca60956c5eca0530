package io.kindred.flink.config;

import io.kindred.table.OutputTables;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The sinks of the outputs. An output without a sink is not written; dead letters are then only
 * counted.
 *
 * @param byOutput in the order of {@link Output}; at least one of entities, assignments, conflicts,
 *     golden values and records
 */
public record SinksConfig(Map<Output, SinkConfig> byOutput) implements Serializable {

    /** The outputs of a job. The job file has the names in lower case. */
    public enum Output {
        /** Entities with golden records. */
        ENTITIES,
        /** The entity of each record. */
        ASSIGNMENTS,
        /** Conflicts. */
        CONFLICTS,
        /** Key values that are ignored because too many records share them. */
        GENERIC_KEYS,
        /** Golden values, each with the records that it comes from. */
        GOLDEN_VALUES,
        /** A row for each current record: its values and the decisions about it. */
        RECORDS,
        /** Inputs that were rejected. */
        DEAD_LETTERS,
        /** Answers to questions. */
        ANSWERS,
        /** Certificates of erased records. */
        ERASURES;

        /** Whether it is one of the {@linkplain OutputTables#results results}. */
        public boolean isResult() {
            return OutputTables.results().stream()
                    .anyMatch(table -> table.name().equals(name().toLowerCase(Locale.ROOT)));
        }
    }

    /** The formats of files. The job file has the names in lower case. */
    public enum FileFormat {
        /** One JSON object a line. */
        JSONL,
        /** Apache Parquet. */
        PARQUET
    }

    /** The formats of tables in catalogs. The job file has the names in lower case. */
    public enum LakeFormat {
        /** Apache Paimon: the last row of each key. */
        PAIMON,
        /** Apache Iceberg: every row. */
        ICEBERG
    }

    /** The sink of one output. */
    public sealed interface SinkConfig extends Serializable {

        /** The path, topic or table, for messages. */
        String place();

        /**
         * Files in a folder.
         *
         * @param path an absolute path or a URI
         */
        record Files(String path, FileFormat format) implements SinkConfig {

            /** Files with a JSON object a line. */
            public Files(String path) {
                this(path, FileFormat.JSONL);
            }

            @Override
            public String place() {
                return path;
            }
        }

        /**
         * A Kafka topic.
         *
         * @param maxMessageBytes longer dead letters are cut; other outputs are not
         */
        record Kafka(
                KafkaCluster cluster, String topic, KafkaDelivery delivery, int maxMessageBytes)
                implements SinkConfig {

            /** A little less than what a broker accepts by default. */
            public static final int DEFAULT_MAX_MESSAGE_BYTES = 1_000_000;

            @Override
            public String place() {
                return "topic " + topic;
            }
        }

        /**
         * A table of PostgreSQL.
         *
         * @param table its name in the schema
         */
        record Jdbc(PostgresConfig connection, String table) implements SinkConfig {

            @Override
            public String place() {
                return "table " + connection.schema() + '.' + table;
            }
        }

        /**
         * A table in a catalog.
         *
         * @param catalog the properties of the catalog
         * @param options of the table, if it is created
         */
        record Lake(
                LakeFormat format,
                ClientProperties catalog,
                String database,
                String table,
                ClientProperties options)
                implements SinkConfig {

            @Override
            public String place() {
                return "table " + database + '.' + table;
            }
        }
    }

    public SinksConfig {
        Map<Output, SinkConfig> copy = new EnumMap<>(Output.class);
        copy.putAll(byOutput);
        byOutput = Collections.unmodifiableMap(copy);
    }

    /** The sinks without that of one output. */
    SinksConfig without(Output output) {
        Map<Output, SinkConfig> others = new EnumMap<>(Output.class);
        others.putAll(byOutput);
        others.remove(output);
        return new SinksConfig(others);
    }

    /** The sink of an output, if it is configured. */
    public Optional<SinkConfig> sink(Output output) {
        return Optional.ofNullable(byOutput.get(output));
    }
}
