package io.kindred.table;

import io.kindred.table.ColumnType.Simple;
import io.kindred.table.ColumnType.Struct;

import java.util.ArrayList;
import java.util.List;

import static io.kindred.table.Column.choice;
import static io.kindred.table.Column.listOf;
import static io.kindred.table.Column.number;
import static io.kindred.table.Column.of;
import static io.kindred.table.Column.text;
import static io.kindred.table.Column.texts;
import static io.kindred.table.ColumnType.struct;

/** The tables of all outputs. Conflicts are in the uniform format. */
public final class OutputTables {

    private static final String ENTITY_ID = "entity_id";
    private static final String ENTITY_TYPE = "entity_type";
    private static final String PERSPECTIVE = "perspective";
    private static final String UID = "uid";
    private static final String RECORDS = "records";

    static final Column START = of("start", Simple.TIME).nullable();
    static final Column END = of("end", Simple.TIME).nullable();
    static final Struct RECORD = struct(text(PERSPECTIVE), text(UID));

    private static final Column REVISION = number("revision");
    private static final Column RECORDED_AT = of("recorded_at", Simple.INSTANT).optional();
    private static final Column ACTIVE_OR_RETIRED = choice("status", "active", "retired");
    private static final Column OPEN_OR_RESOLVED = choice("status", "open", "resolved");

    static final Column GOLDEN = listOf("golden", struct(text("attr"), text("value"), START, END));

    static final Column STRONG_IDENTIFIERS = texts("strong_identifiers");
    static final Column CONFLICT_ENTITIES =
            listOf(
                    "entities",
                    struct(
                            text(ENTITY_ID),
                            choice("role", "anchored", "ambiguous").nullable(),
                            listOf(RECORDS, RECORD).nullable()));
    static final Column DECISIONS = listOf("decisions", ColumnType.listOf(RECORD)).optional();
    static final Column SCORE = number("score").optional();

    public static final Table ENTITIES =
            Table.of(
                    "entities",
                    List.of(ENTITY_ID),
                    text(ENTITY_ID),
                    text(ENTITY_TYPE),
                    ACTIVE_OR_RETIRED,
                    REVISION,
                    RECORDED_AT,
                    listOf(RECORDS, RECORD).optional(),
                    GOLDEN.optional(),
                    texts("successors").optional());

    public static final Table ASSIGNMENTS =
            Table.of(
                    "assignments",
                    List.of(ENTITY_TYPE, PERSPECTIVE, UID),
                    text(ENTITY_TYPE),
                    text(PERSPECTIVE),
                    text(UID),
                    ACTIVE_OR_RETIRED,
                    REVISION,
                    RECORDED_AT,
                    text(ENTITY_ID).optional());

    public static final Table GOLDEN_VALUES =
            Table.of(
                    "golden_values",
                    List.of("golden_value_id"),
                    text("golden_value_id"),
                    text(ENTITY_ID),
                    text(ENTITY_TYPE),
                    ACTIVE_OR_RETIRED,
                    REVISION,
                    RECORDED_AT,
                    text("attr").optional(),
                    text("value").optional(),
                    START.optional(),
                    END.optional(),
                    listOf(RECORDS, RECORD).optional(),
                    texts("perspectives").optional());

    public static final Table RECORD_CONTENTS =
            Table.of(
                    RECORDS,
                    List.of(ENTITY_TYPE, PERSPECTIVE, UID),
                    text(ENTITY_TYPE),
                    text(PERSPECTIVE),
                    text(UID),
                    ACTIVE_OR_RETIRED,
                    REVISION,
                    RECORDED_AT,
                    listOf("descriptors", struct(text("attr"), text("value"), START, END))
                            .optional(),
                    text("digest").optional().nullable(),
                    listOf(
                                    "decisions",
                                    struct(
                                            text("other"),
                                            choice("decision", "same", "different"),
                                            text("reason_half")))
                            .optional());

    public static final Table CONFLICTS =
            Table.of(
                    "conflicts",
                    List.of("conflict_id"),
                    text("conflict_id"),
                    OPEN_OR_RESOLVED,
                    REVISION,
                    RECORDED_AT,
                    choice("kind", "direct", "indirect", "constraint").optional(),
                    text(ENTITY_TYPE).optional(),
                    text(ENTITY_ID).optional(),
                    text("constraint").optional(),
                    text("attr").optional(),
                    text("key").optional(),
                    texts("key_values").optional(),
                    text(PERSPECTIVE).optional().nullable(),
                    text("value").optional(),
                    START.optional(),
                    END.optional(),
                    choice("scope", "record", "entity").optional(),
                    listOf("values", struct(text("value"), listOf(RECORDS, RECORD))).optional(),
                    texts("violates").optional(),
                    STRONG_IDENTIFIERS.optional(),
                    CONFLICT_ENTITIES.optional(),
                    listOf(RECORDS, RECORD).optional(),
                    DECISIONS,
                    SCORE);

    public static final Table GENERIC_KEYS =
            Table.of(
                    "generic_keys",
                    List.of("generic_key_id"),
                    text("generic_key_id"),
                    OPEN_OR_RESOLVED,
                    REVISION,
                    RECORDED_AT,
                    text(ENTITY_TYPE).optional(),
                    text("key").optional(),
                    texts("values").optional(),
                    number(RECORDS).optional());

    public static final Table DEAD_LETTERS =
            Table.of(
                    "dead_letters",
                    List.of(),
                    text("source"),
                    text("position"),
                    text("error"),
                    text("raw").nullable(),
                    text("raw_base64").optional(),
                    text("key").optional(),
                    text("key_base64").optional(),
                    number("key_bytes").optional(),
                    listOf(
                                    "headers",
                                    struct(
                                            text("name"),
                                            text("value").nullable(),
                                            text("value_base64").optional(),
                                            number("value_bytes").optional()))
                            .optional());

    public static final Table ERASURES =
            Table.of(
                    "erasures",
                    List.of(ENTITY_TYPE, PERSPECTIVE, UID),
                    text(ENTITY_TYPE),
                    text(PERSPECTIVE),
                    text(UID),
                    number("version").nullable(),
                    of("erased_at", Simple.INSTANT),
                    of(
                            "removed",
                            struct(number("values"), number("key_entries"), number("decisions"))),
                    texts("withdrawn_from"),
                    text("compaction").nullable(),
                    texts("out_of_reach"));

    private OutputTables() {}

    /** All tables, in the order of the outputs in {@code docs/job-file.md}. */
    public static List<Table> all() {
        List<Table> all = new ArrayList<>(results());
        all.addAll(List.of(DEAD_LETTERS, AnswersTable.TABLE, ERASURES));
        return all;
    }

    /** The tables of what holds, whose rows are numbered by key, and may be retracted. */
    public static List<Table> results() {
        return List.of(
                ENTITIES, ASSIGNMENTS, CONFLICTS, GENERIC_KEYS, GOLDEN_VALUES, RECORD_CONTENTS);
    }

    /**
     * The table of an output.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Table named(String name) {
        return all().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no output has the name " + name));
    }
}
