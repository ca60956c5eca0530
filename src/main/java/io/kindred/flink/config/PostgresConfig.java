package io.kindred.flink.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * The connection to a database of PostgreSQL.
 *
 * @param url {@code jdbc:postgresql://host/database}
 * @param password a reference to a secret, {@code ${env:NAME}} or {@code ${file:PATH}}
 * @param schema where the tables are
 * @param batchRecords how many rows are written in one transaction, at most
 * @param retryTimeout for how long a write is tried again while the server cannot take it
 */
public record PostgresConfig(
        String url,
        String username,
        String password,
        String schema,
        int batchRecords,
        Duration retryTimeout)
        implements Serializable {

    static final int DEFAULT_BATCH_RECORDS = 1000;
    static final int MAX_BATCH_RECORDS = 100_000;
    static final Duration DEFAULT_RETRY_TIMEOUT = Duration.ofMinutes(1);

    /** The same connection, with which a failed write is not tried again. */
    public PostgresConfig withoutRetries() {
        return new PostgresConfig(url, username, password, schema, batchRecords, Duration.ZERO);
    }
}
