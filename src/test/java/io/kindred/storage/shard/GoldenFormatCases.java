package io.kindred.storage.shard;

import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CaseOfSomeVersions;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.FormatCase;
import io.kindred.storage.ShardTables;
import io.kindred.storage.StoredUpdates;
import io.kindred.storage.TableCase;
import io.kindred.storage.keyed.ShownCells;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.keyed.UpdateFormat;
import io.kindred.storage.wire.MessageCase;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.OwnedUpdateFormat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static io.kindred.storage.shard.FormatCases.digest;
import static io.kindred.storage.shard.FormatCases.inOrder;
import static io.kindred.storage.shard.FormatCases.number;
import static io.kindred.storage.shard.FormatCases.utf8;
import static org.assertj.core.api.Assertions.assertThat;

/** The formats of what a job with golden values keeps and sends. */
final class GoldenFormatCases {

    private static final EmittedDigests EMITTED =
            EmittedDigests.of(
                    inOrder(digest(1), digest(2)),
                    inOrder(digest(3), digest(4)),
                    inOrder(digest(1), digest(5)));

    private GoldenFormatCases() {}

    static Stream<FormatCase> all() {
        Map<ByteKey, ShownRow> cells = new LinkedHashMap<>();
        cells.put(digest(1), new ShownRow(1, digest(2)));
        cells.put(digest(3), new ShownRow(300, digest(4)));
        return Stream.of(
                records(),
                components(),
                furtherDigests(),
                meta(),
                new MessageCase<>(
                        "statement-golden", 4, 4, 5, UpdateFormat.INSTANCE, StoredUpdates.golden()),
                new MessageCase<>(
                        "owned-statement-golden",
                        2,
                        2,
                        OwnedUpdateFormat.INSTANCE,
                        StoredUpdates.golden().stream()
                                .map(update -> OwnedUpdate.of(7, update))
                                .toList()),
                new MessageCase<>(
                        "shown-cells",
                        1,
                        ShownCells.FORMAT,
                        List.of(
                                new ShownCells(cells, 0, false),
                                new ShownCells(Map.of(), 300, true))));
    }

    private static FormatCase records() {
        StoredRecord plain =
                new StoredRecord(
                        300,
                        FormatCases.ANN,
                        StoredRecord.aloneIn(300),
                        Optional.of(digest(1)),
                        EMITTED,
                        false,
                        List.of());
        StoredRecord without =
                StoredRecord.arrived(301, FormatCases.ANN, List.of())
                        .inEntity(digest(1))
                        .withEmitted(
                                EmittedDigests.of(
                                        Map.of(digest(1), digest(2)),
                                        Map.of(),
                                        Map.of(digest(1), digest(3))));
        List<StoredRecord> records = List.of(plain, without);
        TableCase rows =
                new TableCase(
                        "records-golden",
                        5,
                        "records",
                        true,
                        true,
                        List.of(List.of(number(300)), List.of(number(301))),
                        FormatCases::internNames,
                        tables -> {
                            RecordStore store = FormatCases.records(tables);
                            records.forEach(store::put);
                            store.save();
                        },
                        tables -> {
                            RecordStore store = FormatCases.records(tables);
                            records.forEach(
                                    record -> assertThat(store.get(record.id())).isEqualTo(record));
                        });
        return new CaseOfSomeVersions(rows, 5, 5);
    }

    private static FormatCase components() {
        TableCase rows =
                new TableCase(
                        "components-golden",
                        4,
                        "components",
                        true,
                        true,
                        List.of(List.of(number(0))),
                        ComponentFormatCases::fillOthers,
                        tables -> {
                            ComponentStore store = ComponentFormatCases.store(tables);
                            store.create("person");
                            store.add(0, 7);
                            store.setEmitted(0, EMITTED);
                            store.save();
                        },
                        tables -> {
                            ComponentStore store = ComponentFormatCases.store(tables);
                            assertThat(store.emitted(0)).isEqualTo(EMITTED);
                            assertThat(store.memberIds(0)).containsExactly(7L);
                        });
        return new CaseOfSomeVersions(rows, 4, 4);
    }

    private static FormatCase furtherDigests() {
        return new TableCase(
                "components-stated-golden",
                1,
                "components-stated",
                false,
                true,
                List.of(
                        List.of(number(300), key(0, 1)),
                        List.of(number(300), key(1, 3)),
                        List.of(number(300), key(2, 1))),
                tables -> {},
                tables ->
                        ComponentFormatCases.furtherDigests(tables)
                                .replace(number(300), EmittedDigests.NONE, EMITTED),
                tables ->
                        assertThat(ComponentFormatCases.furtherDigests(tables).all(number(300)))
                                .isEqualTo(EMITTED));
    }

    private static byte[] key(int kind, int id) {
        return new ByteWriter().raw(kind).raw(digest(id).bytes()).toBytes();
    }

    private static FormatCase meta() {
        return new TableCase(
                "shard-meta-golden",
                1,
                "shard-meta",
                true,
                true,
                List.of(List.of(utf8("golden"))),
                tables -> {},
                tables -> {
                    ShardMeta meta = new ShardMeta(tables);
                    meta.setHasAllGolden(true);
                    meta.save();
                },
                (ShardTables tables) -> assertThat(new ShardMeta(tables).hasAllGolden()).isTrue());
    }
}
