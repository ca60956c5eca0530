package io.kindred.storage.shard;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CaseOfSomeVersions;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.FormatCase;
import io.kindred.storage.KeyScope;
import io.kindred.storage.PublishFormatCases;
import io.kindred.storage.RegistryFormatCases;
import io.kindred.storage.ShardTables;
import io.kindred.storage.StoredUpdates;
import io.kindred.storage.TableCase;
import io.kindred.storage.TestBytes;
import io.kindred.storage.keyed.Published;
import io.kindred.storage.keyed.SourceRecordFormat;
import io.kindred.storage.keyed.UpdateFormat;
import io.kindred.storage.shard.RecordStore.Current;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.wire.AnswerFormatCases;
import io.kindred.storage.wire.InputFormatCases;
import io.kindred.storage.wire.MessageCase;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.OwnedUpdateFormat;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Every byte format with values that use all of it. */
public final class FormatCases {

    static final byte[] TERM = digest(0x70).bytes();
    private static final String FACE = "J\u00fcrgen \ud83d\ude00";
    public static final RecordIdentity ANN = new RecordIdentity("person", "crm", "C-1");
    public static final RecordIdentity ACME = new RecordIdentity("company", "hr", FACE);
    private static final List<Descriptor> DESCRIPTORS =
            List.of(
                    new Descriptor("email", "", Interval.ALWAYS),
                    new Descriptor("email", FACE, new Interval(Interval.MIN, -1)),
                    new Descriptor("phone", "555", new Interval(-1_000, 1_600_000_000_000L)),
                    new Descriptor("phone", "556", new Interval(0, Interval.MAX)),
                    new Descriptor(
                            "phone", "557", new Interval(Interval.MIN + 1, Interval.MAX - 1)));
    private static final List<SourceRecord> SOURCE_RECORDS =
            List.of(
                    SourceRecord.upsert(ANN, OptionalLong.empty(), List.of()),
                    SourceRecord.upsert(ACME, OptionalLong.of(Long.MIN_VALUE), DESCRIPTORS),
                    SourceRecord.delete(ANN, OptionalLong.empty()),
                    SourceRecord.delete(ANN, OptionalLong.of(3)));
    static final EmittedDigests STATED =
            EmittedDigests.of(
                    inOrder(digest(1), digest(2), digest(3), digest(4)),
                    inOrder(digest(5), digest(6)));

    private FormatCases() {}

    public static Stream<FormatCase> all() {
        return Stream.of(
                        Stream.of(
                                meta(),
                                declaration(),
                                internerIds(),
                                internerStrings(),
                                records(),
                                recordIds(),
                                entityIds(),
                                uniqueness(),
                                published(),
                                publishedInAFill(),
                                sourceRecord(),
                                carriedRecord(),
                                ownedUpdate(),
                                keyStandings(),
                                idSet(ShardTables.TermName.TYPE_POSTINGS),
                                idSet(ShardTables.TermName.PERSPECTIVE_POSTINGS),
                                idSet(ShardTables.TermName.EXPIRY_BUCKETS),
                                valuePostings()),
                        postings("key-postings", 2, PostingLists::ofKeys),
                        postings("unique-claims", 1, PostingLists::ofClaims),
                        ComponentFormatCases.all(),
                        MemoryFormatCases.all(),
                        RegistryFormatCases.all(),
                        PublishFormatCases.all(),
                        AnswerFormatCases.all(),
                        InputFormatCases.all(),
                        updates(),
                        GoldenFormatCases.all(),
                        RecordFormatCases.all())
                .flatMap(Function.identity());
    }

    private static FormatCase meta() {
        // Later ones have another name and nothing else.
        List<Count> counts =
                Arrays.stream(Count.values())
                        .filter(count -> count.compareTo(Count.OUTDATED) <= 0)
                        .toList();
        return new TableCase(
                "shard-meta",
                2,
                "shard-meta",
                true,
                true,
                List.of(List.of(utf8("meta"))),
                // The layout is no part of the format: that of what is stored stays as it is.
                tables ->
                        tables.bytes(ShardTables.Name.META)
                                .put(
                                        utf8("meta"),
                                        new ByteWriter()
                                                .raw(2)
                                                .unsigned(2)
                                                .unsigned(0)
                                                .unsigned(0)
                                                .unsigned(0)
                                                .unsigned(0)
                                                .toBytes()),
                tables -> {
                    ShardMeta meta = new ShardMeta(tables);
                    for (int i = 0; i < 300; i++) {
                        meta.nextRecordId();
                    }
                    meta.nextComponentId();
                    meta.nextComponentId();
                    meta.nextStringId();
                    for (int i = 0; i < counts.size(); i++) {
                        meta.add(counts.get(i), 100L << (7 * i));
                    }
                    meta.save();
                },
                tables -> {
                    ShardMeta meta = new ShardMeta(tables);
                    for (int i = 0; i < counts.size(); i++) {
                        assertThat(meta.get(counts.get(i))).isEqualTo(100L << (7 * i));
                    }
                    assertThat(meta.nextRecordId()).isEqualTo(300);
                    assertThat(meta.nextComponentId()).isEqualTo(2);
                    assertThat(meta.nextStringId()).isEqualTo(1);
                });
    }

    private static FormatCase declaration() {
        Consumer<ShardTables> tie =
                tables -> new ShardMeta(tables).tieTo("timeline " + FACE, DeclarationRule.SAME);
        return new TableCase(
                "declaration",
                1,
                "shard-meta",
                false,
                false,
                List.of(List.of(utf8("declaration"))),
                tables -> {},
                tie,
                tie);
    }

    private static FormatCase internerIds() {
        return new TableCase(
                "interner-ids",
                1,
                "interner-ids",
                false,
                true,
                List.of(List.of(utf8(FACE)), List.of(utf8("")), List.of(utf8("s299"))),
                tables -> {},
                FormatCases::intern,
                tables -> {
                    Interner interner = new Interner(tables, new ShardMeta(tables));
                    assertThat(interner.id(FACE)).isZero();
                    assertThat(interner.id("")).isEqualTo(1);
                    assertThat(interner.id("s299")).isEqualTo(299);
                });
    }

    private static FormatCase internerStrings() {
        return new TableCase(
                "interner-strings",
                1,
                "interner-strings",
                false,
                false,
                List.of(List.of(number(0)), List.of(number(1)), List.of(number(299))),
                tables -> {},
                FormatCases::intern,
                tables -> {
                    Interner interner = new Interner(tables, new ShardMeta(tables));
                    assertThat(interner.string(0)).isEqualTo(FACE);
                    assertThat(interner.string(1)).isEmpty();
                    assertThat(interner.string(299)).isEqualTo("s299");
                });
    }

    private static void intern(ShardTables tables) {
        Interner interner = new Interner(tables, new ShardMeta(tables));
        interner.id(FACE);
        interner.id("");
        for (int i = 2; i < 300; i++) {
            interner.id("s" + i);
        }
    }

    private static FormatCase records() {
        Optional<ByteKey> entity = Optional.of(digest(1));
        List<StoredRecord> records =
                List.of(
                        new StoredRecord(
                                0, ANN, 0, Optional.empty(), EmittedDigests.NONE, false, List.of()),
                        new StoredRecord(
                                300, ACME, 20_000, entity, EmittedDigests.NONE, false, DESCRIPTORS),
                        StoredRecord.arrived(301, ANN, DESCRIPTORS),
                        new StoredRecord(
                                302,
                                ANN,
                                StoredRecord.aloneIn(302),
                                entity,
                                EmittedDigests.of(
                                        Map.of(digest(1), digest(2)),
                                        inOrder(digest(3), digest(4), digest(5), digest(6))),
                                false,
                                List.of()),
                        StoredRecord.arrived(303, ANN, DESCRIPTORS).escalated(true));
        TableCase rows =
                new TableCase(
                        "records",
                        3,
                        "records",
                        true,
                        true,
                        records.stream().map(record -> List.of(number(record.id()))).toList(),
                        FormatCases::internNames,
                        tables -> {
                            RecordStore store = records(tables);
                            records.forEach(store::put);
                            store.save();
                        },
                        tables -> {
                            RecordStore store = records(tables);
                            // Version 1 had no records that are alone, version 2 none escalated.
                            int had =
                                    store.find(302).isEmpty()
                                            ? 2
                                            : store.find(303).isEmpty() ? 4 : 5;
                            records.subList(0, had)
                                    .forEach(
                                            record ->
                                                    assertThat(store.get(record.id()))
                                                            .isEqualTo(record));
                        });
        return new CaseOfSomeVersions(rows, 1, 5);
    }

    static RecordStore records(ShardTables tables) {
        ShardMeta meta = new ShardMeta(tables);
        return new RecordStore(tables, meta, new Interner(tables, meta), RecordStore.HELD);
    }

    private static FormatCase recordIds() {
        Map<RecordIdentity, Current> current = new LinkedHashMap<>();
        current.put(ANN, new Current(OptionalLong.empty(), OptionalLong.empty()));
        current.put(ACME, new Current(OptionalLong.empty(), OptionalLong.of(300)));
        RecordIdentity other = new RecordIdentity("person", "hr", "1");
        current.put(other, new Current(OptionalLong.of(-5), OptionalLong.empty()));
        RecordIdentity last = new RecordIdentity("person", "hr", "2");
        current.put(last, new Current(OptionalLong.of(Long.MAX_VALUE), OptionalLong.of(7)));
        TableCase rows =
                new TableCase(
                        "record-ids",
                        1,
                        "record-ids",
                        true,
                        true,
                        List.of(
                                List.of(identity(0, 1, "C-1")),
                                List.of(identity(2, 3, FACE)),
                                List.of(identity(0, 3, "1")),
                                List.of(identity(0, 3, "2"))),
                        FormatCases::internNames,
                        tables -> {
                            RecordStore store = records(tables);
                            current.forEach(store::setCurrent);
                        },
                        tables -> {
                            RecordStore store = records(tables);
                            current.forEach(
                                    (identity, expected) ->
                                            assertThat(store.current(identity)).contains(expected));
                        });
        return new CaseOfSomeVersions(rows, 1, 2);
    }

    private static FormatCase entityIds() {
        Map<ByteKey, Long> anchors = Map.of(digest(1), 0L, digest(2), 300L, digest(3), 1L << 40);
        return new TableCase(
                "entity-ids",
                1,
                "entity-ids",
                true,
                true,
                List.of(
                        List.of(digest(1).bytes()),
                        List.of(digest(2).bytes()),
                        List.of(digest(3).bytes())),
                tables -> {},
                tables -> anchors.forEach(new EntityIds(tables)::put),
                tables ->
                        anchors.forEach(
                                (entity, recordId) ->
                                        assertThat(new EntityIds(tables).find(entity))
                                                .hasValue(recordId)));
    }

    private static FormatCase keyStandings() {
        Map<ByteKey, KeyScope> scopes =
                Map.of(digest(1), KeyScope.SPANNING, digest(2), KeyScope.GENERIC);
        return new TableCase(
                "key-standings",
                1,
                "key-standings",
                true,
                true,
                List.of(List.of(digest(1).bytes()), List.of(digest(2).bytes())),
                tables -> {},
                tables -> {
                    KeyScopes store = new KeyScopes(tables);
                    scopes.forEach(store::set);
                },
                tables -> {
                    KeyScopes store = new KeyScopes(tables);
                    scopes.forEach(
                            (signature, scope) ->
                                    assertThat(store.get(signature)).isEqualTo(scope));
                });
    }

    static void internNames(ShardTables tables) {
        ShardMeta meta = new ShardMeta(tables);
        Interner interner = new Interner(tables, meta);
        List.of("person", "crm", "company", "hr", "email", "phone").forEach(interner::id);
        meta.save();
    }

    private static byte[] identity(long entityType, long perspective, String uid) {
        return new ByteWriter().unsigned(entityType).unsigned(perspective).string(uid).toBytes();
    }

    /** The head and the tail of one long list. */
    private static Stream<FormatCase> postings(
            String table, int newest, Function<ShardTables, PostingLists> lists) {
        List<Posting> postings = new ArrayList<>();
        LongStream.range(0, PostingLists.IN_HEAD)
                .forEach(id -> postings.add(new Posting(id * 100, times((int) id))));
        List<Posting> inTail =
                List.of(
                        new Posting(1, times(0)),
                        new Posting(20_000, times(1)),
                        new Posting(20_001, times(5)));
        postings.addAll(inTail);
        Consumer<ShardTables> write =
                tables -> postings.forEach(posting -> lists.apply(tables).add(TERM, posting));
        Consumer<ShardTables> check =
                tables -> {
                    assertThat(lists.apply(tables).scan(TERM))
                            .toIterable()
                            .containsExactlyInAnyOrderElementsOf(postings);
                    assertThat(
                                    lists.apply(tables)
                                            .overlapping(
                                                    TERM, IntervalSet.ALWAYS, 7, count -> true))
                            .as("all is one run")
                            .hasSize(1);
                };
        return Stream.of(
                new TableCase(
                        table,
                        newest,
                        table,
                        true,
                        true,
                        List.of(List.of(TERM)),
                        tables -> {
                            write.accept(tables);
                            head(tables, table).remove(TERM);
                        },
                        tables -> {
                            inTail.forEach(posting -> tail(tables, table, posting.recordId()));
                            write.accept(tables);
                        },
                        check),
                new TableCase(
                        table + "-tail",
                        1,
                        table + "-tail",
                        false,
                        true,
                        inTail.stream()
                                .map(posting -> List.of(TERM, number(posting.recordId())))
                                .toList(),
                        tables -> {
                            write.accept(tables);
                            inTail.forEach(posting -> tail(tables, table, posting.recordId()));
                        },
                        tables -> {
                            head(tables, table).remove(TERM);
                            write.accept(tables);
                        },
                        check));
    }

    private static FormatCase valuePostings() {
        List<Posting> postings =
                List.of(
                        new Posting(1, times(0)),
                        new Posting(20_000, times(1)),
                        new Posting(20_001, times(5)));
        return new TableCase(
                "value-postings",
                1,
                "value-postings",
                false,
                true,
                postings.stream()
                        .map(posting -> List.of(TERM, number(posting.recordId())))
                        .toList(),
                tables -> {},
                tables -> postings.forEach(each -> new ValuePostings(tables).put(TERM, each)),
                tables ->
                        assertThat(new ValuePostings(tables).scan(TERM))
                                .toIterable()
                                .containsExactlyInAnyOrderElementsOf(postings));
    }

    /** Chunks of a few ids and of many, and both ends of one. */
    private static FormatCase idSet(ShardTables.TermName name) {
        long[] ids =
                LongStream.concat(
                                LongStream.of(0, 1, 200, 4_095, (1L << 40) - 1),
                                LongStream.range(4_096, 8_192).filter(id -> id % 7 < 3))
                        .sorted()
                        .toArray();
        return new TableCase(
                name.id(),
                1,
                name.id(),
                true,
                true,
                List.of(
                        List.of(TERM, number(0)),
                        List.of(TERM, number(1)),
                        List.of(TERM, number((1L << 28) - 1))),
                tables -> {},
                tables -> {
                    IdSets sets = new IdSets(tables, name);
                    LongStream.of(ids).forEach(id -> sets.add(TERM, id));
                    sets.save();
                },
                tables -> {
                    List<Long> found = new ArrayList<>();
                    new IdSets(tables, name)
                            .scan(TERM)
                            .forEachRemaining((Long id) -> found.add(id));
                    long[] sorted = found.stream().mapToLong(Long::longValue).sorted().toArray();
                    // Not shown: damage is tried byte by byte, and each time this is another set.
                    if (!Arrays.equals(sorted, LongStream.of(ids).sorted().toArray())) {
                        throw new AssertionError("other ids");
                    }
                });
    }

    private static ByteTable head(ShardTables tables, String table) {
        return tables.bytes(
                ShardTables.Name.valueOf(table.replace('-', '_').toUpperCase(Locale.ROOT)));
    }

    private static void tail(ShardTables tables, String table, long recordId) {
        tables.terms(
                        ShardTables.TermName.valueOf(
                                table.replace('-', '_').toUpperCase(Locale.ROOT) + "_TAIL"))
                .remove(TERM, number(recordId));
    }

    public static IntervalSet times(int which) {
        List<Interval> times = DESCRIPTORS.stream().map(Descriptor::interval).toList();
        return switch (which) {
            case 0 -> IntervalSet.EMPTY;
            case 1, 2, 3, 4 -> IntervalSet.of(times.get(which));
            default -> IntervalSet.of(List.of(times.get(1), new Interval(5, 5 + which)));
        };
    }

    private static FormatCase uniqueness() {
        return new MessageCase<>(
                "uniqueness",
                1,
                new BinaryFormat<>() {
                    @Override
                    public byte[] write(EmittedDigests emitted) {
                        return emitted.toBytes();
                    }

                    @Override
                    public EmittedDigests read(byte[] bytes) {
                        return EmittedDigests.fromBytes("uniqueness", bytes);
                    }
                },
                List.of(EmittedDigests.NONE, STATED));
    }

    private static FormatCase published() {
        Optional<ByteKey> update = Optional.of(new ByteKey(TestBytes.of(1, 2, 3)));
        return new MessageCase<>(
                "published",
                1,
                1,
                2,
                Published.FORMAT,
                List.of(
                        new Published(1, Optional.of(digest(1)), Optional.empty()),
                        new Published(2, Optional.empty(), Optional.empty()),
                        new Published(300, Optional.of(digest(2)), update),
                        new Published(Long.MAX_VALUE, Optional.empty(), update)));
    }

    private static FormatCase publishedInAFill() {
        return new MessageCase<>(
                "published-filled",
                2,
                2,
                Published.FORMAT,
                List.of(
                        new Published(1, Optional.of(digest(1)), Optional.empty(), 1),
                        new Published(300, Optional.empty(), Optional.empty(), 300)));
    }

    private static FormatCase sourceRecord() {
        return new MessageCase<>(
                "source-record", 1, 1, 3, SourceRecordFormat.INSTANCE, SOURCE_RECORDS);
    }

    private static FormatCase carriedRecord() {
        return new MessageCase<>(
                "source-record-carried",
                2,
                2,
                3,
                SourceRecordFormat.INSTANCE,
                SOURCE_RECORDS.stream().map(SourceRecord::carried).toList());
    }

    private static FormatCase ownedUpdate() {
        return new MessageCase<>(
                "owned-statement",
                2,
                OwnedUpdateFormat.INSTANCE,
                List.of(
                        OwnedUpdate.of(0, StoredUpdates.UNASSIGNED),
                        OwnedUpdate.of(Integer.MAX_VALUE, StoredUpdates.ENTITY)));
    }

    private static Stream<FormatCase> updates() {
        return Stream.concat(
                StoredUpdates.byKind().entrySet().stream()
                        .map(
                                kind ->
                                        new MessageCase<>(
                                                "statement-" + kind.getKey(),
                                                1,
                                                1,
                                                5,
                                                UpdateFormat.INSTANCE,
                                                kind.getValue())),
                Stream.of(
                        new MessageCase<>(
                                "statement-erased",
                                2,
                                2,
                                5,
                                UpdateFormat.INSTANCE,
                                List.of(StoredUpdates.ERASED)),
                        new MessageCase<>(
                                "statement-conflict-tested",
                                3,
                                3,
                                5,
                                UpdateFormat.INSTANCE,
                                StoredUpdates.ofTestedKeys()),
                        new MessageCase<>(
                                "statement-conflict-divided",
                                4,
                                4,
                                5,
                                UpdateFormat.INSTANCE,
                                StoredUpdates.ofDividedRecords())));
    }

    public static ByteKey digest(int first) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + 16 * i);
        }
        return new ByteKey(bytes);
    }

    public static Map<ByteKey, ByteKey> inOrder(ByteKey... keysAndValues) {
        Map<ByteKey, ByteKey> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] number(long number) {
        return new ByteWriter().unsigned(number).toBytes();
    }
}
