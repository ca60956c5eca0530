package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads sinks of type {@code jdbc}, with the job file's field {@code postgresql} as defaults of the
 * connection.
 */
final class PostgresReader {

    static final String POSTGRESQL = "postgresql";

    private static final String URL = "url";
    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String SCHEMA = "schema";
    private static final String BATCH = "batch_records";
    private static final String RETRY_MS = "retry_ms";
    private static final List<String> FIELDS =
            List.of(URL, USERNAME, PASSWORD, SCHEMA, BATCH, RETRY_MS);

    private static final Pattern ADDRESS = Pattern.compile("jdbc:postgresql:\\S+");
    private static final Pattern WITH_USER =
            Pattern.compile("(?i)[?&](user|password|sslpassword)=|//[^/?]*@");

    /** Names of indexes are longer, and PostgreSQL cuts names of more than 63 bytes. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,39}");

    private final Optional<ConfigObject> common;
    private final Map<String, String> tables = new HashMap<>();

    private PostgresReader(Optional<ConfigObject> common) {
        this.common = common;
    }

    static PostgresReader of(Optional<ConfigNode> common) {
        return new PostgresReader(
                common.map(node -> node.object().allow(FIELDS.toArray(String[]::new))));
    }

    SinkConfig.Jdbc read(ConfigObject sink, Output output) {
        List<String> allowed = new ArrayList<>(FIELDS);
        allowed.addAll(List.of("type", "table"));
        sink.allow(allowed.toArray(String[]::new));
        if (!output.isResult()) {
            throw sink.node()
                    .invalid(
                            "jdbc is for entities, assignments, conflicts, generic_keys,"
                                    + " golden_values and records; use files or kafka");
        }
        PostgresConfig connection =
                new PostgresConfig(
                        url(required(sink, URL, "jdbc:postgresql://host/database")),
                        required(sink, USERNAME, "the name of a user").nonEmptyString(),
                        password(required(sink, PASSWORD, "{env: NAME} or {file: PATH}")),
                        optional(sink, SCHEMA).map(PostgresReader::name).orElse("kindred"),
                        optional(sink, BATCH)
                                .map(
                                        node ->
                                                (int)
                                                        node.integer(
                                                                1,
                                                                PostgresConfig.MAX_BATCH_RECORDS))
                                .orElse(PostgresConfig.DEFAULT_BATCH_RECORDS),
                        optional(sink, RETRY_MS)
                                .map(node -> node.integer(0, Integer.MAX_VALUE))
                                .map(Duration::ofMillis)
                                .orElse(PostgresConfig.DEFAULT_RETRY_TIMEOUT));
        String table =
                sink.optional("table")
                        .map(PostgresReader::name)
                        .orElse(output.name().toLowerCase(Locale.ROOT));
        take(sink, connection, table);
        take(sink, connection, table + "_current");
        return new SinkConfig.Jdbc(connection, table);
    }

    private void take(ConfigObject sink, PostgresConfig connection, String name) {
        String first =
                tables.putIfAbsent(
                        connection.url() + ' ' + connection.schema() + ' ' + name,
                        sink.node().path());
        if (first != null || name.equals("kindred_layout")) {
            throw sink.node()
                    .invalid(
                            String.format(
                                    "the table '%s' is already used by %s; each output needs its"
                                            + " own",
                                    name, first == null ? "the layout of tables" : first));
        }
    }

    private Optional<ConfigNode> optional(ConfigObject sink, String field) {
        return sink.optional(field).or(() -> common.flatMap(each -> each.optional(field)));
    }

    private ConfigNode required(ConfigObject sink, String field, String what) {
        return optional(sink, field)
                .orElseGet(
                        () ->
                                sink.required(
                                        field, what + ", here or under postgresql for all sinks"));
    }

    /** The address is not shown, because it may have a password in it. */
    private static String url(ConfigNode node) {
        String url = node.nonEmptyString();
        if (!ADDRESS.matcher(url).matches()) {
            throw node.invalid("expected jdbc:postgresql://host/database");
        }
        if (WITH_USER.matcher(url).find()) {
            throw node.invalid("has a user or password; use the fields username and password");
        }
        return url;
    }

    private static String password(ConfigNode node) {
        if (!node.isObject()) {
            throw node.invalid("expected {env: NAME} or {file: PATH}");
        }
        return SecretReader.value(node);
    }

    private static String name(ConfigNode node) {
        String name = node.nonEmptyString();
        if (!NAME.matcher(name).matches()) {
            throw node.invalid("expected at most 40 letters, digits and '_', found '" + name + "'");
        }
        return name;
    }
}
