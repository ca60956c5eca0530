package io.kindred.storage.shard;

import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CaseOfSomeVersions;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.FormatCase;
import io.kindred.storage.RetiredCase;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TableCase;
import io.kindred.storage.TermTable;
import io.kindred.storage.TestBytes;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import static io.kindred.storage.shard.FormatCases.digest;
import static io.kindred.storage.shard.FormatCases.number;
import static org.assertj.core.api.Assertions.assertThat;

/** The byte formats of components with values that use all of them. */
final class ComponentFormatCases {

    private static final byte[] DUE = FormatCases.utf8("due");
    private static final EmittedDigests CONFLICT =
            EmittedDigests.of(Map.of(), Map.of(digest(1), digest(2)));

    /** More than an entry holds. */
    private static final EmittedDigests MANY =
            EmittedDigests.of(
                    FormatCases.inOrder(
                            IntStream.range(0, 40)
                                    .mapToObj(FormatCases::digest)
                                    .toArray(ByteKey[]::new)),
                    Map.of(digest(41), digest(42)));

    private static final long NOON = 1_600_000_000_000L;
    private static final List<Long> MEMBERS =
            LongStream.concat(LongStream.range(0, 16), LongStream.of(20_000, 20_001))
                    .boxed()
                    .toList();

    private ComponentFormatCases() {}

    static Stream<FormatCase> all() {
        return Stream.of(components(), emitted(), due(), members(), furtherMembers());
    }

    /** Two that any version can hold, one that version 1 could not, and one of version 3. */
    private static FormatCase components() {
        TableCase rows =
                new TableCase(
                        "components",
                        3,
                        "components",
                        true,
                        true,
                        Stream.of(0, 300, 301, 302).map(id -> List.of(number(id))).toList(),
                        ComponentFormatCases::fillOthers,
                        ComponentFormatCases::fill,
                        tables -> {
                            ComponentStore store = store(tables);
                            assertThat(store.emitted(0)).isEqualTo(CONFLICT);
                            assertThat(store.memberIds(0)).containsExactly(7L);
                            assertThat(store.entityType(0)).isEqualTo("person");
                            assertThat(store.emitted(300)).isEqualTo(FormatCases.STATED);
                            assertThat(store.memberIds(300)).containsExactly(300L);
                            assertThat(store.entityType(300)).isEqualTo("company");
                            if (tables.bytes(ShardTables.Name.COMPONENTS).get(number(301))
                                    != null) {
                                assertThat(store.emitted(301)).isEqualTo(MANY);
                                assertThat(store.memberIds(301))
                                        .containsExactlyInAnyOrderElementsOf(MEMBERS);
                                assertThat(store.size(301)).isEqualTo(MEMBERS.size());
                                assertThat(store.emittedAt(301)).isEqualTo(NOON);
                                store.delayUntil(301, NOON - 1);
                                assertThat(store.waiting())
                                        .toIterable()
                                        .as("it waits already, and for longer")
                                        .doesNotContain(new ComponentStore.Waiting(301, NOON - 1));
                                assertThat(store.isEscalated(301)).isFalse();
                            }
                            if (tables.bytes(ShardTables.Name.COMPONENTS).get(number(302))
                                    != null) {
                                assertThat(store.isEscalated(302)).isTrue();
                                assertThat(store.memberIds(302)).containsExactly(7L);
                            }
                        });
        return new CaseOfSomeVersions(rows, 1, 4);
    }

    /** All that belongs to the components but their entries, as either version needs it. */
    static void fillOthers(ShardTables tables) {
        FormatCases.internNames(tables);
        ShardMeta meta = new ShardMeta(tables);
        RecordStore records =
                new RecordStore(tables, meta, new Interner(tables, meta), RecordStore.HELD);
        records.put(
                new StoredRecord(
                        7,
                        FormatCases.ANN,
                        0,
                        Optional.empty(),
                        EmittedDigests.NONE,
                        false,
                        List.of()));
        records.put(
                new StoredRecord(
                        300,
                        FormatCases.ACME,
                        300,
                        Optional.empty(),
                        EmittedDigests.NONE,
                        false,
                        List.of()));
        records.save();
        ByteTable ofVersion1 = tables.bytes(ShardTables.Name.COMPONENT_MEMBERS);
        ofVersion1.put(number(0), TestBytes.of(1, 0, 1, 7, 0));
        ofVersion1.put(number(300), TestBytes.of(1, 0, 1, 0xac, 2, 0));
        fill(tables);
        for (long id : List.of(0L, 300L, 301L, 302L)) {
            tables.bytes(ShardTables.Name.COMPONENTS).remove(number(id));
        }
    }

    private static void fill(ShardTables tables) {
        ComponentStore store = store(tables);
        for (int id = 0; id < 303; id++) {
            store.create(id == 300 ? "company" : "person");
        }
        store.add(0, 7);
        store.setEmitted(0, CONFLICT);
        store.add(300, 300);
        store.setEmitted(300, FormatCases.STATED);
        MEMBERS.forEach(id -> store.add(301, id));
        store.setEmitted(301, MANY);
        store.setEmittedAt(301, NOON);
        store.delayUntil(301, NOON + 1);
        store.add(302, 7);
        store.setEscalated(302, true);
        store.save();
    }

    static ComponentStore store(ShardTables tables) {
        ShardMeta meta = new ShardMeta(tables);
        Interner interner = new Interner(tables, meta);
        return new ComponentStore(
                tables, meta, interner, new RecordStore(tables, meta, interner, RecordStore.HELD));
    }

    private static FormatCase emitted() {
        return new TableCase(
                "components-stated",
                1,
                "components-stated",
                false,
                true,
                List.of(
                        List.of(number(300), joined(0, digest(1))),
                        List.of(number(300), joined(0, digest(3))),
                        List.of(number(300), joined(1, digest(5)))),
                tables -> {},
                tables ->
                        furtherDigests(tables)
                                .replace(number(300), EmittedDigests.NONE, FormatCases.STATED),
                tables ->
                        assertThat(furtherDigests(tables).all(number(300)))
                                .isEqualTo(FormatCases.STATED));
    }

    static FurtherDigests furtherDigests(ShardTables tables) {
        return new FurtherDigests(tables.terms(ShardTables.TermName.COMPONENTS_STATED));
    }

    private static byte[] joined(int kind, ByteKey id) {
        return new ByteWriter().raw(kind).raw(id.bytes()).toBytes();
    }

    private static FormatCase due() {
        return new TableCase(
                "components-due",
                1,
                "components-due",
                true,
                true,
                List.of(List.of(DUE, number(0)), List.of(DUE, number(300))),
                tables -> {},
                tables -> {
                    waiting(tables).put(number(0), -1);
                    waiting(tables).put(number(300), NOON);
                },
                tables ->
                        assertThat(waiting(tables).all())
                                .toIterable()
                                .containsExactlyInAnyOrder(
                                        new ComponentStore.Waiting(0, -1),
                                        new ComponentStore.Waiting(300, NOON)));
    }

    private static WaitingIndex waiting(ShardTables tables) {
        return new WaitingIndex(tables.terms(ShardTables.TermName.COMPONENTS_DUE));
    }

    private static FormatCase members() {
        return new RetiredCase(
                "component-members",
                true,
                rows -> {
                    assertThat(rows).hasSize(1);
                    Component component =
                            Component.ofVersion1(
                                    5,
                                    EmittedDigests.NONE,
                                    rows.get(0).get(1).bytes(),
                                    () -> {
                                        throw new AssertionError("the first members are there");
                                    },
                                    first -> "type of " + first);
                    assertThat(component.members)
                            .isEqualTo(
                                    LongStream.range(0, 16).map(id -> id * 100).boxed().toList());
                    assertThat(component.furtherMembers).isEqualTo(3);
                    assertThat(component.entityType).isEqualTo("type of 0");
                });
    }

    private static FormatCase furtherMembers() {
        return new RetiredCase(
                "component-members-tail",
                false,
                rows -> {
                    List<Posting> postings = new ArrayList<>();
                    for (List<ByteKey> row : rows) {
                        Iterator<byte[]> columns = row.stream().map(ByteKey::bytes).iterator();
                        columns.next();
                        postings.add(
                                PostingEntry.read(
                                        "component-members-tail",
                                        new TermTable.Entry(columns.next(), columns.next())));
                    }
                    assertThat(postings)
                            .containsExactly(
                                    new Posting(1, FormatCases.times(0)),
                                    new Posting(20_000, FormatCases.times(1)),
                                    new Posting(20_001, FormatCases.times(5)));
                });
    }
}
