package io.kindred.testkit;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Interval;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;

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
            attributes.put(
                    each, Map.of("valid_from", each + "_from", "valid_to", each + "_to"));
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
