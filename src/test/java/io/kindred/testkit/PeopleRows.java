package io.kindred.testkit;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Interval;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Versions of {@link CollidingPeople} that rows can say: of each attribute one value, with columns
 * for its start and end.
 */
public final class PeopleRows {

    private static final List<String> ATTRIBUTES = List.of("email", "phone", "name", "city", "ssn");
    private static final int SYNC_BYTES = 1000;
    private static final int ROW_GROUP_BYTES = 4000;
    private static final List<String> SUFFIXES = List.of("", "_from", "_to");

    private PeopleRows() {}

    /** So many versions. */
    public static List<SourceRecord> versions(long seed, int count) {
        List<SourceRecord> versions = new ArrayList<>();
        for (SourceRecord each : CollidingPeople.versions(seed, count)) {
            Set<String> seen = new LinkedHashSet<>();
            versions.add(
                    new SourceRecord(
                            each.identity(),
                            each.version(),
                            each.op(),
                            each.descriptors().stream()
                                    .filter(one -> seen.add(one.attribute()))
                                    .toList()));
        }
        return versions;
    }

    /** Those of one perspective. */
    public static List<SourceRecord> of(List<SourceRecord> versions, String perspective) {
        return versions.stream()
                .filter(each -> each.identity().perspective().equals(perspective))
                .toList();
    }

    /** The mapping of the rows of a perspective. */
    public static Map<String, Object> mapping(String perspective) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (String each : ATTRIBUTES) {
            attributes.put(each, Map.of("valid_from", each + "_from", "valid_to", each + "_to"));
        }
        Map<String, Object> mapping = new LinkedHashMap<>();
        mapping.put("entity_type", "person");
        mapping.put("perspective", perspective);
        mapping.put("uid", "uid");
        mapping.put("version", "rev");
        mapping.put("attributes", attributes);
        return mapping;
    }

    /** The schema of rows in Avro. */
    public static Schema schema() {
        SchemaBuilder.FieldAssembler<Schema> fields =
                SchemaBuilder.record("Person")
                        .fields()
                        .requiredString("uid")
                        .requiredLong("rev")
                        .requiredString("op");
        for (String each : ATTRIBUTES) {
            fields =
                    fields.optionalString(each)
                            .optionalLong(each + "_from")
                            .optionalLong(each + "_to");
        }
        return fields.endRecord();
    }

    /** The fields of a row that have a value: texts and longs. */
    public static Map<String, Object> row(SourceRecord version) {
        RecordIdentity identity = version.identity();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("uid", identity.uid());
        row.put("rev", version.version().orElseThrow());
        row.put("op", version.op() == Op.DELETE ? "delete" : "upsert");
        for (Descriptor each : version.descriptors()) {
            row.put(each.attribute(), each.value());
            if (each.interval().start() != Interval.MIN) {
                row.put(each.attribute() + "_from", each.interval().start());
            }
            if (each.interval().end() != Interval.MAX) {
                row.put(each.attribute() + "_to", each.interval().end());
            }
        }
        return row;
    }

    /** A row in Avro. */
    public static GenericData.Record avro(Schema schema, SourceRecord version) {
        GenericData.Record record = new GenericData.Record(schema);
        row(version).forEach(record::put);
        return record;
    }

    /** Writes a file of Avro, with blocks of a few rows. */
    public static void writeAvro(Path file, List<SourceRecord> versions, CodecFactory codec)
            throws IOException {
        Schema schema = schema();
        try (DataFileWriter<GenericData.Record> out =
                new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            out.setSyncInterval(SYNC_BYTES).setCodec(codec).create(schema, file.toFile());
            for (SourceRecord each : versions) {
                out.append(avro(schema, each));
            }
        }
    }

    /** Writes a file of Parquet, with row groups of some rows. */
    public static void writeParquet(Path file, List<SourceRecord> versions) throws IOException {
        StringBuilder text = new StringBuilder("message m {");
        for (String field : fields()) {
            text.append(isText(field) ? "optional binary " : "optional int64 ")
                    .append(field)
                    .append(isText(field) ? " (STRING);" : ";");
        }
        MessageType schema = MessageTypeParser.parseMessageType(text.append('}').toString());
        List<Group> rows = new ArrayList<>();
        for (SourceRecord each : versions) {
            Group row = new SimpleGroup(schema);
            row(each)
                    .forEach(
                            (field, value) -> {
                                if (value instanceof String string) {
                                    row.add(field, string);
                                } else {
                                    row.add(field, (long) value);
                                }
                            });
            rows.add(row);
        }
        ParquetFiles.write(file, schema, ROW_GROUP_BYTES, rows);
    }

    /** The names of all fields, in the order of the schema. */
    public static List<String> fields() {
        List<String> fields = new ArrayList<>(List.of("uid", "rev", "op"));
        for (String each : ATTRIBUTES) {
            SUFFIXES.forEach(suffix -> fields.add(each + suffix));
        }
        return fields;
    }

    /** Whether a field is a text, not a number. */
    public static boolean isText(String field) {
        return !field.equals("rev") && !field.endsWith("_from") && !field.endsWith("_to");
    }
}
