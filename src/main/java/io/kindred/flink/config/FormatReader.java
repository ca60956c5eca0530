package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.codec.CsvDialect;
import io.kindred.codec.EraseMark;
import io.kindred.codec.RecordMapping;
import io.kindred.codec.RowMapping;
import io.kindred.codec.SchemaType;
import io.kindred.flink.connector.RowContainer;
import io.kindred.ontology.Ontology;
import io.kindred.temporal.Timeline;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the {@code format} of a source and the fields that go with it. */
final class FormatReader {

    private static final String[] MAPPING_FIELDS = {
        "perspective",
        "entity_type",
        "uid",
        "version",
        "op",
        "attributes",
        TimeFormatReader.TIME,
        TimeFormatReader.ON_BAD_TIME
    };
    private static final String FILE_FORMATS = "record, csv, json, parquet, avro";
    private static final String MESSAGE_FORMATS =
            "record, json, avro, protobuf, json_schema, debezium";
    private static final String CONTENT = "content";
    private static final String COMMENT = "comment";
    private static final String COLUMNS = "columns";
    private static final String[] CSV_FIELDS = {"delimiter", "multiline", COMMENT, COLUMNS};
    private static final String[] DEBEZIUM_FIELDS = {"snapshots", "erase"};

    private final ConfigObject source;
    private final Ontology ontology;
    private final Timeline timeline;

    FormatReader(ConfigObject source, Ontology ontology, Timeline timeline) {
        this.source = source;
        this.ontology = ontology;
        this.timeline = timeline;
    }

    private enum FileFormat {
        RECORD,
        CSV,
        JSON,
        PARQUET,
        AVRO
    }

    private enum MessageFormat {
        RECORD,
        JSON,
        AVRO,
        PROTOBUF,
        JSON_SCHEMA,
        DEBEZIUM
    }

    /** What the rows of a source are. */
    private enum Content {
        RECORDS,
        DECISIONS
    }

    /** The version of rows that a Debezium snapshot reads. */
    private enum Snapshots {
        BEFORE_CHANGES,
        AT_POSITION
    }

    /** The format fields of a file source, and others. */
    static String[] fieldsOfFiles(String... others) {
        return fields(others, MAPPING_FIELDS, CSV_FIELDS, decisionFields());
    }

    /** The format fields of a Kafka source, and others. */
    static String[] fieldsOfMessages(String... others) {
        return fields(others, MAPPING_FIELDS, DEBEZIUM_FIELDS, decisionFields());
    }

    private static String[] decisionFields() {
        return fields(new String[] {CONTENT}, DecisionMappingReader.FIELDS);
    }

    private static String[] fields(String[]... parts) {
        return Stream.of(parts).flatMap(Stream::of).toArray(String[]::new);
    }

    SourceFormat readFileFormat() {
        ConfigNode node = source.required("format", "one of " + FILE_FORMATS);
        for (MessageFormat each :
                List.of(
                        MessageFormat.DEBEZIUM,
                        MessageFormat.PROTOBUF,
                        MessageFormat.JSON_SCHEMA)) {
            if (is(node, each)) {
                throw node.invalid(
                        node.string()
                                + " is supported for Kafka only; expected one of "
                                + FILE_FORMATS);
            }
        }
        FileFormat format = node.choice("format", FileFormat.class);
        if (format != FileFormat.CSV) {
            reject(CSV_FIELDS, "only for format csv; leave it out");
        }
        return switch (format) {
            case RECORD -> records("csv, json, parquet or avro");
            case CSV -> csv();
            case JSON -> new SourceFormat.FlatJson(mapping());
            case PARQUET -> new SourceFormat.RowFiles(mapping(), RowContainer.PARQUET);
            case AVRO -> new SourceFormat.RowFiles(mapping(), RowContainer.AVRO);
        };
    }

    /**
     * Reads the format of messages.
     *
     * @param registry of the source, which only some formats use
     */
    SourceFormat readMessageFormat(SchemaRegistryConfig registry) {
        ConfigNode node = source.required("format", "one of " + MESSAGE_FORMATS);
        if (is(node, FileFormat.PARQUET)) {
            throw node.invalid(
                    "parquet is supported for files only; expected one of " + MESSAGE_FORMATS);
        }
        if (is(node, FileFormat.CSV)) {
            throw node.invalid(
                    "csv needs a header line, which messages do not have; expected one of "
                            + MESSAGE_FORMATS);
        }
        MessageFormat format = node.choice("format", MessageFormat.class);
        if (format != MessageFormat.DEBEZIUM) {
            reject(DEBEZIUM_FIELDS, "only for format debezium; leave it out");
        }
        if (format == MessageFormat.RECORD || format == MessageFormat.JSON) {
            reject(
                    new String[] {SchemaRegistryReader.SCHEMA_REGISTRY},
                    "only for formats avro, protobuf, json_schema and debezium; leave it out");
        }
        return switch (format) {
            case RECORD -> records("json");
            case JSON -> new SourceFormat.FlatJson(mapping());
            case AVRO -> framed(node, SchemaType.AVRO, registry);
            case PROTOBUF -> framed(node, SchemaType.PROTOBUF, registry);
            case JSON_SCHEMA -> framed(node, SchemaType.JSON_SCHEMA, registry);
            case DEBEZIUM -> debezium(registry);
        };
    }

    private SourceFormat framed(ConfigNode format, SchemaType type, SchemaRegistryConfig registry) {
        if (!registry.isConfigured()) {
            throw format.invalid(
                    "needs a schema registry; set schema_registry here, or at the top of the job"
                            + " file for all sources");
        }
        return new SourceFormat.Framed(mapping(), type, registry);
    }

    private static boolean is(ConfigNode node, Enum<?> format) {
        return node.isString() && node.string().equals(format.name().toLowerCase(Locale.ROOT));
    }

    TombstoneRule tombstones(SourceFormat format) {
        return source.optional("tombstones")
                .map(node -> tombstones(node, format))
                .orElse(TombstoneRule.REJECT);
    }

    private static TombstoneRule tombstones(ConfigNode node, SourceFormat format) {
        TombstoneRule rule = node.choice("rule", TombstoneRule.class);
        if (format instanceof SourceFormat.Debezium) {
            throw node.invalid(
                    "format debezium ignores tombstones, which only repeat the delete before"
                            + " them; leave it out");
        }
        boolean isRemoval = rule == TombstoneRule.DELETE || rule == TombstoneRule.ERASE;
        if (isRemoval && !isOfRecords(format)) {
            throw node.invalid(
                    node.string()
                            + " needs a key that names a record; expected reject or ignore, or"
                            + " records of format json, avro, protobuf or json_schema");
        }
        return rule;
    }

    private static boolean isOfRecords(SourceFormat format) {
        return format instanceof SourceFormat.Rows rows && rows.mapping() instanceof RecordMapping;
    }

    private SourceFormat records(String others) {
        reject(
                decisionFields(),
                "not allowed with format record, where an object with the field decision is a"
                        + " decision; leave it out, or use format "
                        + others);
        reject(
                MAPPING_FIELDS,
                "not allowed with format record, whose records have"
                        + " their own fields; leave it out, or use format "
                        + others);
        return new SourceFormat.Records();
    }

    private RowMapping mapping() {
        Content content =
                source.optional(CONTENT)
                        .map(node -> node.choice(CONTENT, Content.class))
                        .orElse(Content.RECORDS);
        if (content == Content.RECORDS) {
            reject(DecisionMappingReader.FIELDS, "only with content: decisions; leave it out");
            return new MappingReader(source, ontology, timeline).read();
        }
        reject(
                DecisionMappingReader.FIELDS_OF_RECORDS,
                "not with content: decisions; leave it out");
        return new DecisionMappingReader(source, ontology, timeline).read();
    }

    private SourceFormat csv() {
        RowMapping mapping = mapping();
        char delimiter =
                source.optional("delimiter")
                        .map(FormatReader::delimiter)
                        .orElse(SourceFormat.Csv.DEFAULT_DELIMITER);
        boolean multiline = source.optional("multiline").map(ConfigNode::bool).orElse(false);
        return new SourceFormat.Csv(
                mapping,
                new CsvDialect(
                        delimiter,
                        multiline,
                        source.optional(COMMENT).map(node -> comment(node, delimiter)).orElse(""),
                        source.optional(COLUMNS).map(FormatReader::columns).orElse(List.of())));
    }

    private static String comment(ConfigNode node, char delimiter) {
        String comment = node.nonEmptyString();
        if (comment.charAt(0) == delimiter) {
            throw node.invalid("begins with the delimiter, like a row whose first cell is empty");
        }
        if (comment.matches("(?s).*[\"\r\n].*|\\s.*")) {
            throw node.invalid(
                    "expected a text without quotes, line breaks and white space at its beginning,"
                            + " such as \"#\"");
        }
        return comment;
    }

    private static List<String> columns(ConfigNode node) {
        Set<String> columns = new LinkedHashSet<>();
        for (ConfigNode item : node.items()) {
            if (!columns.add(item.nonEmptyString().strip())) {
                throw item.invalid("the column '" + item.string() + "' is listed twice");
            }
        }
        if (columns.isEmpty()) {
            throw node.invalid("empty; expected the columns of the files, in their order");
        }
        return List.copyOf(columns);
    }

    private SourceFormat debezium(SchemaRegistryConfig registry) {
        reject(
                new String[] {"op"},
                "not allowed with format debezium, whose events have their own op; leave it out");
        if (!(mapping() instanceof RecordMapping mapping)) {
            throw source.required(CONTENT, "the content")
                    .invalid(
                            "decisions are not supported for change events; format record needs no"
                                    + " content");
        }
        Snapshots snapshots =
                source.optional("snapshots")
                        .map(node -> node.choice("place", Snapshots.class))
                        .orElse(Snapshots.BEFORE_CHANGES);
        return new SourceFormat.Debezium(
                mapping,
                snapshots == Snapshots.AT_POSITION,
                source.optional("erase").map(EraseMarkReader::read).orElse(EraseMark.NONE),
                registry);
    }

    private static char delimiter(ConfigNode node) {
        String text = node.nonEmptyString();
        char delimiter = text.charAt(0);
        if (text.length() != 1 || delimiter > 0x7f) {
            throw node.invalid("expected one ASCII character, found '" + text + "'");
        }
        if ("\"\r\n".indexOf(delimiter) >= 0) {
            throw node.invalid("a quote or a line break cannot separate values; use another");
        }
        return delimiter;
    }

    private void reject(String[] fields, String problem) {
        for (String field : fields) {
            source.optional(field)
                    .ifPresent(
                            node -> {
                                throw node.invalid(problem);
                            });
        }
    }
}
