package io.kindred.storage;

import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord;
import io.kindred.storage.keyed.CountedExample;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.keyed.KeyCounts.EmittedGenericKey;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.keyed.SnapshotEntry;
import io.kindred.storage.keyed.SnapshotProgress;
import io.kindred.storage.keyed.SnapshotProgress.Phase;
import io.kindred.storage.shard.FormatCases;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.KeyChangeFormat;
import io.kindred.storage.wire.KeyScopeChange;
import io.kindred.storage.wire.MessageCase;
import io.kindred.storage.wire.ShardMessage.RecordChange;
import io.kindred.storage.wire.ShardMessage.ScopeChange;
import io.kindred.storage.wire.ShardMessageFormat;
import io.kindred.temporal.Interval;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What registry and directory keep and tell, with values that use all of it. */
public final class RegistryFormatCases {

    private static final List<Descriptor> DESCRIPTORS =
            List.of(
                    new Descriptor("email", "J\u00fcrgen", Interval.ALWAYS),
                    new Descriptor("phone", "", new Interval(-5, 300)));

    private RegistryFormatCases() {}

    public static Stream<FormatCase> all() {
        return Stream.of(
                registration(),
                keyCounts(),
                countedExample(),
                shardMessage(),
                keyChange(),
                snapshotEntry(),
                snapshotProgress());
    }

    private static FormatCase registration() {
        return new MessageCase<>(
                "registration",
                1,
                1,
                2,
                Registration.FORMAT,
                List.of(
                        new Registration(true, OptionalLong.empty(), 1, List.of()),
                        new Registration(true, OptionalLong.of(-5), 300, DESCRIPTORS),
                        new Registration(false, OptionalLong.empty(), 0, List.of()),
                        new Registration(
                                false,
                                OptionalLong.of(Long.MIN_VALUE),
                                Long.MAX_VALUE,
                                List.of())));
    }

    private static FormatCase snapshotEntry() {
        return new MessageCase<>(
                "snapshot-entry",
                1,
                SnapshotEntry.FORMAT,
                List.of(
                        new SnapshotEntry(1, OptionalLong.empty()),
                        new SnapshotEntry(300, OptionalLong.of(-5)),
                        new SnapshotEntry(
                                Long.MAX_VALUE,
                                OptionalLong.of(Long.MIN_VALUE),
                                OptionalLong.of(1_800_000_000_000L)),
                        new SnapshotEntry(2, OptionalLong.empty(), OptionalLong.of(0))));
    }

    private static FormatCase snapshotProgress() {
        return new MessageCase<>(
                "snapshot-progress",
                1,
                SnapshotProgress.FORMAT,
                List.of(
                        SnapshotProgress.NONE,
                        new SnapshotProgress(
                                Phase.READING, "crm.run300", 2, 5, 4, 6, 0, 1, 3, List.of(0, 2)),
                        new SnapshotProgress(
                                Phase.READ, "J\u00fcrgen", 300, 400, 1, 2, 3, 0, 1, List.of(0)),
                        SnapshotProgress.NONE.in(Phase.DELETING),
                        SnapshotProgress.NONE.in(Phase.KEEPING),
                        SnapshotProgress.NONE.in(Phase.DELETED)));
    }

    private static FormatCase countedExample() {
        return new MessageCase<>(
                "counted-example",
                1,
                CountedExample.FORMAT,
                List.of(
                        new CountedExample("", 0, ""),
                        new CountedExample("person\u001fcrm", 300, "person/crm/J\u00fcrgen"),
                        new CountedExample("a", Long.MAX_VALUE, "b")));
    }

    private static FormatCase keyCounts() {
        return new MessageCase<>(
                "key-counts",
                1,
                KeyCounts.FORMAT,
                List.of(
                        new KeyCounts(
                                new TreeMap<>(Map.of(300, 1L)), KeyScope.LOCAL, Optional.empty()),
                        new KeyCounts(
                                new TreeMap<>(Map.of(0, 5L, 1, 1L, 32_767, Long.MAX_VALUE / 2)),
                                KeyScope.SPANNING,
                                Optional.empty()),
                        new KeyCounts(
                                new TreeMap<>(Map.of(7, 1001L, 300, 2L)),
                                KeyScope.GENERIC,
                                Optional.of(
                                        new EmittedGenericKey(
                                                "person",
                                                "name_dob",
                                                List.of("J\u00fcrgen", ""),
                                                1001)))));
    }

    private static FormatCase shardMessage() {
        return new MessageCase<>(
                "shard-message",
                1,
                ShardMessageFormat.INSTANCE,
                List.of(
                        new RecordChange(
                                0,
                                SourceRecord.upsert(
                                        FormatCases.ANN, OptionalLong.of(1), DESCRIPTORS)),
                        new RecordChange(
                                300, SourceRecord.delete(FormatCases.ACME, OptionalLong.of(300))),
                        scopeChange(0, KeyScope.LOCAL),
                        scopeChange(1, KeyScope.SPANNING),
                        scopeChange(Integer.MAX_VALUE, KeyScope.GENERIC)));
    }

    private static ScopeChange scopeChange(int shard, KeyScope scope) {
        return new ScopeChange(shard, new KeyScopeChange("person", FormatCases.digest(1), scope));
    }

    private static FormatCase keyChange() {
        return new MessageCase<>(
                "key-change",
                1,
                KeyChangeFormat.INSTANCE,
                List.of(
                        keyChange(OptionalInt.empty(), OptionalInt.of(0), "a@x"),
                        keyChange(OptionalInt.of(300), OptionalInt.empty(), "J\u00fcrgen", ""),
                        keyChange(OptionalInt.of(0), OptionalInt.of(Integer.MAX_VALUE), "a@x")));
    }

    private static KeyChange keyChange(OptionalInt from, OptionalInt to, String... values) {
        return new KeyChange(FormatCases.digest(2), "person", "email", List.of(values), from, to);
    }
}
