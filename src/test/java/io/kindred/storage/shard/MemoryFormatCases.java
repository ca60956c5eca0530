package io.kindred.storage.shard;

import io.kindred.model.Descriptor;
import io.kindred.model.HeldDecision;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Verdict;
import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Retention;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CaseOfSomeVersions;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.ExpiryIndex;
import io.kindred.storage.FormatCase;
import io.kindred.storage.ShardTables;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.TableCase;
import io.kindred.storage.shard.ErasedRecords.Erased;
import io.kindred.storage.shard.RecordStore.Current;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import static io.kindred.storage.shard.FormatCases.ACME;
import static io.kindred.storage.shard.FormatCases.ANN;
import static io.kindred.storage.shard.FormatCases.digest;
import static io.kindred.storage.shard.FormatCases.number;
import static io.kindred.storage.shard.FormatCases.utf8;
import static org.assertj.core.api.Assertions.assertThat;

/** What is kept for decisions, erasures and retention. */
final class MemoryFormatCases {

    private static final RecordDigest OWN = RecordDigest.of(digest(1).bytes());
    private static final RecordDigest OTHER = RecordDigest.of(digest(2).bytes());
    private static final RecordDigest THIRD = RecordDigest.of(digest(3).bytes());
    private static final HeldDecisions DECISIONS =
            HeldDecisions.NONE
                    .and(
                            OWN,
                            new HeldDecision(
                                    OTHER, OptionalLong.of(-3), 7, false, Verdict.SAME, "YWJj"))
                    .and(
                            OWN,
                            new HeldDecision(
                                    THIRD,
                                    OptionalLong.empty(),
                                    1L << 50,
                                    true,
                                    Verdict.DIFFERENT,
                                    ""));
    private static final List<Descriptor> EXPIRED =
            List.of(
                    new Descriptor("email", "J\u00fcrgen", new Interval(Interval.MIN, -1)),
                    new Descriptor("phone", "", new Interval(0, 1_600_000_000_000L)));
    private static final List<Descriptor> COUNTING =
            List.of(new Descriptor("email", "a", Interval.ALWAYS));

    private MemoryFormatCases() {}

    static Stream<FormatCase> all() {
        return Stream.of(
                extendedRecords(),
                extendedRecordIds(),
                goneRecordIds(),
                erasedRecords(),
                goneErasedRecords(),
                now(),
                retention(),
                expiryIndex());
    }

    private static FormatCase extendedRecords() {
        StoredRecord plain = StoredRecord.arrived(300, ANN, COUNTING);
        StoredRecord joined =
                new StoredRecord(
                        301,
                        ACME,
                        20_000,
                        Optional.of(digest(1)),
                        EmittedDigests.NONE,
                        false,
                        COUNTING);
        List<StoredRecord> records =
                List.of(
                        plain.withContent(COUNTING, EXPIRED, HeldDecisions.NONE),
                        joined.withContent(COUNTING, List.of(), DECISIONS),
                        StoredRecord.arrived(302, ANN, List.of())
                                .escalated(true)
                                .withContent(List.of(), EXPIRED, DECISIONS));
        TableCase rows =
                new TableCase(
                        "records-extended",
                        4,
                        "records",
                        true,
                        true,
                        records.stream().map(record -> List.of(number(record.id()))).toList(),
                        FormatCases::internNames,
                        tables -> {
                            RecordStore store = store(tables);
                            records.forEach(store::put);
                            store.save();
                        },
                        tables -> {
                            RecordStore store = store(tables);
                            records.forEach(
                                    record -> assertThat(store.get(record.id())).isEqualTo(record));
                        });
        return new CaseOfSomeVersions(rows, 4, 5);
    }

    private static Map<RecordIdentity, Current> absent() {
        OptionalLong none = OptionalLong.empty();
        Map<RecordIdentity, Current> current = new LinkedHashMap<>();
        current.put(ANN, new Current(OptionalLong.of(3), none, EXPIRED, DECISIONS, true));
        current.put(ACME, new Current(none, none, EXPIRED, HeldDecisions.NONE, true));
        current.put(
                new RecordIdentity("person", "hr", "1"),
                new Current(OptionalLong.of(-5), none, List.of(), DECISIONS, true));
        current.put(
                new RecordIdentity("person", "hr", "2"),
                new Current(none, none, List.of(), DECISIONS, false));
        return current;
    }

    private static List<List<byte[]>> keys(boolean isGone) {
        return Stream.of(
                        new ByteWriter().unsigned(0).unsigned(1).string("C-1"),
                        new ByteWriter().unsigned(2).unsigned(3).string(ACME.uid()),
                        new ByteWriter().unsigned(0).unsigned(3).string("1"),
                        new ByteWriter().unsigned(0).unsigned(3).string("2"))
                .map(
                        key ->
                                isGone
                                        ? new ByteWriter().raw(0).raw(key.toBytes()).toBytes()
                                        : key.toBytes())
                .map(List::of)
                .toList();
    }

    private static FormatCase extendedRecordIds() {
        TableCase rows =
                new TableCase(
                        "record-ids-extended",
                        2,
                        "record-ids",
                        true,
                        true,
                        keys(false),
                        FormatCases::internNames,
                        tables -> absent().forEach(store(tables)::setCurrent),
                        tables ->
                                absent().forEach(
                                                (identity, expected) ->
                                                        assertThat(store(tables).current(identity))
                                                                .contains(expected)));
        return new CaseOfSomeVersions(rows, 2, 2);
    }

    private static FormatCase goneRecordIds() {
        TableCase rows =
                new TableCase(
                        "gone-records",
                        2,
                        "gone-records",
                        true,
                        true,
                        keys(true),
                        FormatCases::internNames,
                        tables -> absent().forEach(store(tables)::setAbsent),
                        tables ->
                                absent().forEach(
                                                (identity, expected) ->
                                                        assertThat(store(tables).absent(identity))
                                                                .contains(expected)));
        return new CaseOfSomeVersions(rows, 2, 2);
    }

    private static Map<RecordDigest, Erased> erased() {
        Map<RecordDigest, Erased> erased = new LinkedHashMap<>();
        erased.put(OWN, new Erased(719, OptionalLong.of(5), DECISIONS.withoutReasons()));
        erased.put(OTHER, new Erased(0, OptionalLong.empty(), HeldDecisions.NONE));
        erased.put(THIRD, new Erased(200, OptionalLong.of(Long.MIN_VALUE), HeldDecisions.NONE));
        return erased;
    }

    private static FormatCase erasedRecords() {
        return new TableCase(
                "erased-records",
                1,
                "erased-records",
                true,
                true,
                erased().keySet().stream().map(digest -> List.of(digest.bytes())).toList(),
                tables -> {},
                tables -> erased().forEach(new ErasedRecords(tables)::put),
                tables ->
                        erased().forEach(
                                        (digest, expected) ->
                                                assertThat(new ErasedRecords(tables).find(digest))
                                                        .contains(expected)));
    }

    private static FormatCase goneErasedRecords() {
        return new TableCase(
                "gone-records-erased",
                1,
                "gone-records",
                true,
                true,
                erased().keySet().stream()
                        .map(
                                digest ->
                                        List.of(
                                                new ByteWriter()
                                                        .raw(1)
                                                        .raw(digest.bytes())
                                                        .toBytes()))
                        .toList(),
                tables -> {},
                tables -> erased().forEach(new ErasedRecords(tables)::putPassing),
                tables ->
                        erased().forEach(
                                        (digest, expected) ->
                                                assertThat(
                                                                new ErasedRecords(tables)
                                                                        .findPassing(digest))
                                                        .contains(expected)));
    }

    private static FormatCase now() {
        return new TableCase(
                "shard-meta-now",
                1,
                "shard-meta",
                true,
                true,
                List.of(List.of(utf8("now"))),
                tables -> {},
                tables -> {
                    ShardMeta meta = new ShardMeta(tables);
                    meta.advance(-1_600_000_000_000L);
                    meta.save();
                },
                tables -> assertThat(new ShardMeta(tables).now()).isEqualTo(-1_600_000_000_000L));
    }

    private static FormatCase retention() {
        return new TableCase(
                "shard-meta-retention",
                1,
                "shard-meta",
                true,
                true,
                List.of(List.of(utf8("retention"))),
                tables -> {},
                tables -> {
                    new ShardState(ontology(1L << 40), tables, true).save();
                    new ShardState(ontology(300), tables, true).save();
                },
                tables -> {
                    assertThat(new ShardState(ontology(300), tables, true).expiry().isComplete())
                            .isFalse();
                    ByteTable meta = tables.bytes(Name.META);
                    byte[] before = meta.get(utf8("retention"));
                    new ShardState(ontology(300), tables, true).save();
                    assertThat(meta.get(utf8("retention"))).isEqualTo(before);
                });
    }

    private static Ontology ontology(long points) {
        AttributeRules own =
                new AttributeRules(
                        AttributeRules.DEFAULT.normalization(),
                        AttributeRules.DEFAULT.cardinality(),
                        List.of(),
                        Optional.of(new Retention(points)));
        EntityTypeRules person =
                new EntityTypeRules(
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of("email", own, "phone", own),
                        Retention.FOREVER);
        return new Ontology(Map.of("person", person, "company", person), Map.of());
    }

    private static FormatCase expiryIndex() {
        List<Long> times = List.of(Long.MIN_VALUE + 1, -1L, 5_000_000L, 1_600_000_000_000L);
        List<List<byte[]>> keys = new ArrayList<>();
        for (long at : times) {
            long bucket = at >> 22;
            keys.add(List.of(term(0).toBytes(), signed(bucket >> 10)));
            keys.add(List.of(term(1).signed(bucket >> 10).toBytes(), signed(bucket)));
            keys.add(List.of(term(2).signed(bucket).toBytes(), signed(3)));
            keys.add(
                    List.of(
                            term(3).signed(bucket).signed(3).toBytes(),
                            new ByteWriter().signed(at).raw(number(200_000)).toBytes()));
        }
        return new TableCase(
                "expiry-index",
                1,
                "expiry-buckets",
                false,
                false,
                keys.stream().distinct().toList(),
                tables -> {},
                tables -> times.forEach(at -> index(tables).add(at, 3, number(200_000))),
                tables -> {
                    List<Long> found = new ArrayList<>();
                    index(tables).forEach((at, part, member) -> found.add(at));
                    assertThat(found).containsExactlyInAnyOrderElementsOf(times);
                });
    }

    private static ExpiryIndex index(ShardTables tables) {
        return new ExpiryIndex(tables.terms(TermName.EXPIRY_BUCKETS));
    }

    private static ByteWriter term(int kind) {
        return new ByteWriter().raw(128).raw(0).raw(kind);
    }

    private static byte[] signed(long number) {
        return new ByteWriter().signed(number).toBytes();
    }

    private static RecordStore store(ShardTables tables) {
        ShardMeta meta = new ShardMeta(tables);
        return new RecordStore(tables, meta, new Interner(tables, meta), RecordStore.HELD);
    }
}
