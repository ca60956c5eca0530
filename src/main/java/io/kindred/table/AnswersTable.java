package io.kindred.table;

import io.kindred.table.ColumnType.Simple;
import io.kindred.table.ColumnType.Struct;

import java.util.List;
import java.util.stream.Stream;

import static io.kindred.table.Column.choice;
import static io.kindred.table.Column.listOf;
import static io.kindred.table.Column.number;
import static io.kindred.table.Column.of;
import static io.kindred.table.Column.text;
import static io.kindred.table.Column.texts;
import static io.kindred.table.ColumnType.struct;
import static io.kindred.table.OutputTables.END;
import static io.kindred.table.OutputTables.GOLDEN;
import static io.kindred.table.OutputTables.RECORD;
import static io.kindred.table.OutputTables.START;

/**
 * The table of answers. Each kind of question fills other columns: {@code docs/queries.md} says
 * which.
 */
final class AnswersTable {

    private static final Column RECORDS = listOf("records", RECORD);
    private static final Column TIMES = listOf("times", struct(START, END));
    private static final Column KEY = text("key");
    private static final Column VALUES = texts("values");
    private static final Column FURTHER_RECORDS = number("further_records").optional();
    private static final Column FURTHER_ENTRIES = number("further_entries").optional();

    private static final Column ENTRIES =
            listOf("entries", struct(KEY, VALUES, TIMES, of("generic", Simple.BOOLEAN)));

    private static final List<Column> GROUP =
            List.of(
                    KEY,
                    VALUES,
                    text("reason").optional(),
                    START,
                    END,
                    of("contested", Simple.BOOLEAN),
                    RECORDS,
                    FURTHER_RECORDS);

    private static final Column CHAIN =
            listOf(
                            "chain",
                            new Struct(
                                    Stream.concat(Stream.of(end("from"), end("to")), GROUP.stream())
                                            .toList()))
                    .optional();

    private static final Column CLASHES =
            listOf(
                    "clashes",
                    struct(
                            text("attr"),
                            listOf(
                                    "values",
                                    struct(
                                            text("value"),
                                            START,
                                            END,
                                            text("entity_id"),
                                            text("perspective"),
                                            text("uid")))));

    private static final Column CONTESTED =
            listOf(
                            "contested",
                            struct(
                                    choice("kind", "indirect"),
                                    text("entity_type"),
                                    KEY,
                                    texts("key_values"),
                                    START,
                                    END,
                                    OutputTables.STRONG_IDENTIFIERS,
                                    OutputTables.CONFLICT_ENTITIES,
                                    OutputTables.DECISIONS,
                                    OutputTables.SCORE,
                                    CLASHES))
                    .optional();

    private static final Column KEYS = listOf("keys", struct(KEY, text("reason"))).optional();

    private static final Column TESTS =
            listOf(
                            "tests",
                            struct(
                                    of("holds", Simple.BOOLEAN),
                                    START,
                                    END,
                                    listOf(
                                            "conditions",
                                            struct(
                                                    text("condition"),
                                                    of("holds", Simple.BOOLEAN),
                                                    texts("first"),
                                                    texts("second")))))
                    .optional();

    private static final Column SCORE =
            of(
                            "score",
                            struct(
                                    number("total"),
                                    number("link"),
                                    START,
                                    END,
                                    number("prior"),
                                    listOf(
                                            "comparisons",
                                            struct(
                                                    text("comparison"),
                                                    text("level"),
                                                    number("weight"),
                                                    number("frequency").optional(),
                                                    texts("first"),
                                                    texts("second")))))
                    .optional();

    private static final Column FINDINGS =
            listOf(
                            "findings",
                            struct(
                                    KEY,
                                    text("finding"),
                                    VALUES.optional(),
                                    TIMES.optional(),
                                    TESTS,
                                    SCORE))
                    .optional();

    private static final Struct STEP =
            struct(
                    text("outcome"),
                    KEY,
                    VALUES,
                    START,
                    END,
                    RECORDS,
                    OutputTables.SCORE,
                    of("cohesion", struct(number("mean"), number("least"), number("pairs")))
                            .optional());

    private static final Column REFUSED = listOf("refused", STEP).optional();

    private static final Column CANDIDATES =
            listOf(
                            "candidates",
                            struct(
                                    text("entity_type"),
                                    text("perspective"),
                                    text("uid"),
                                    text("entity_id"),
                                    text("verdict"),
                                    CHAIN,
                                    CONTESTED,
                                    KEYS,
                                    FINDINGS,
                                    REFUSED))
                    .optional();

    /** Of an entity, or the records that are explained. */
    private static final Column ANSWERED_RECORDS =
            listOf(
                            "records",
                            struct(
                                    text("entity_type").optional(),
                                    text("perspective"),
                                    text("uid"),
                                    text("entity_id").optional().nullable(),
                                    ENTRIES.optional(),
                                    FURTHER_ENTRIES))
                    .optional();

    static final Table TABLE =
            Table.of(
                    "answers",
                    List.of("id"),
                    text("id"),
                    text("outcome"),
                    texts("missing").optional(),
                    listOf("matches", struct(text("entity_id"), START, END, GOLDEN)).optional(),
                    of("conflict", struct(START, END, texts("entities"))).optional(),
                    of("replaces", Simple.BOOLEAN).optional(),
                    text("entity_id").optional().nullable(),
                    text("entity_type").optional(),
                    texts("joined").optional(),
                    ANSWERED_RECORDS,
                    FURTHER_RECORDS,
                    GOLDEN.optional(),
                    ENTRIES.optional(),
                    FURTHER_ENTRIES,
                    listOf("groups", new Struct(GROUP)).optional(),
                    number("further_groups").optional(),
                    CHAIN,
                    CONTESTED,
                    KEYS,
                    FINDINGS,
                    REFUSED,
                    listOf("steps", STEP).optional(),
                    number("further_steps").optional(),
                    CANDIDATES,
                    number("further_candidates").optional(),
                    text("reason").optional(),
                    number("revision").optional());

    private AnswersTable() {}

    private static Column end(String name) {
        return of(name, struct(text("perspective"), text("uid"), TIMES));
    }
}
