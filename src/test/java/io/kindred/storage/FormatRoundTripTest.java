package io.kindred.storage;

import io.kindred.model.Conflict;
import io.kindred.model.Descriptor;
import io.kindred.model.Digest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.Update;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.keyed.Published;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.keyed.SourceRecordFormat;
import io.kindred.storage.keyed.UpdateFormat;
import io.kindred.storage.wire.KeyChangeFormat;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.OwnedUpdateFormat;
import io.kindred.storage.wire.ShardMessageFormat;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FormatRoundTripTest {

    private static final RecordIdentity ANN = new RecordIdentity("person", "crm", "C-1");

    @Test
    void everyUpdateIsReadAsWritten() {
        Set<ByteKey> written = new HashSet<>();
        for (List<Update> kind : StoredUpdates.byKind().values()) {
            for (Update update : kind) {
                byte[] bytes = UpdateFormat.INSTANCE.write(update);
                assertThat(UpdateFormat.INSTANCE.read(bytes)).isEqualTo(update);
                assertThat(written.add(new ByteKey(bytes))).as("%s", update).isTrue();
                OwnedUpdate owned = OwnedUpdate.of(130, update);
                assertThat(OwnedUpdateFormat.INSTANCE.read(OwnedUpdateFormat.INSTANCE.write(owned)))
                        .isEqualTo(owned);
            }
        }
    }

    @Test
    void decisionsOfAConflictAreReadAsWritten() {
        RecordIdentity bob = new RecordIdentity("person", "crm", "C-2");
        Conflict.Indirect plain =
                new Conflict.Indirect(
                        "person",
                        "decision",
                        List.of("crm", "C-1", "crm", "C-2"),
                        Interval.ALWAYS,
                        List.of(),
                        List.of(
                                new Conflict.Side("a", Conflict.Role.ANCHORED, List.of(ANN)),
                                new Conflict.Side("b", Conflict.Role.ANCHORED, List.of(bob))));
        Conflict.Indirect decided =
                new Conflict.Indirect(
                        plain.entityType(),
                        plain.key(),
                        plain.keyValues(),
                        plain.interval(),
                        plain.strongIdentifiers(),
                        List.of(new Conflict.DecidedPair(ANN, bob)),
                        plain.sides());
        Update open = new Update.ConflictOpen("c", decided);
        byte[] bytes = UpdateFormat.INSTANCE.write(open);
        assertThat(UpdateFormat.INSTANCE.read(bytes)).isEqualTo(open);
        assertThat(bytes)
                .isNotEqualTo(UpdateFormat.INSTANCE.write(new Update.ConflictOpen("c", plain)));
    }

    /** Entities that were published by a release are still known to be shown. */
    @Test
    void theDigestIsOfTheSentBytesAndRetractionsHaveNone() {
        for (List<Update> kind : StoredUpdates.byKind().values()) {
            for (Update update : kind) {
                EncodedUpdate encoded = EncodedUpdate.of(update);
                byte[] bytes = UpdateFormat.INSTANCE.write(update);
                assertThat(encoded.bytes()).isEqualTo(new ByteKey(bytes));
                assertThat(encoded.key()).isEqualTo(update.key());
                assertThat(encoded.isRetraction()).isEqualTo(update.isRetraction());
                assertThat(encoded.shown())
                        .isEqualTo(
                                update.isRetraction()
                                        ? Optional.empty()
                                        : Optional.of(new ByteKey(Digest.of(bytes))));
            }
        }
    }

    @Test
    void onlyTheUpdatesOfAnErasedRecordAreErasures() {
        assertThat(StoredUpdates.records())
                .filteredOn(update -> EncodedUpdate.of(update).isErasure())
                .singleElement()
                .extracting(update -> ((Update.RecordRetired) update).isErased())
                .isEqualTo(true);
        Update erased = StoredUpdates.ERASED;
        EncodedUpdate encoded = EncodedUpdate.of(erased);
        assertThat(encoded.isErasure()).isTrue();
        assertThat(encoded.isRetraction()).isTrue();
        OwnedUpdate owned = OwnedUpdate.of(7, erased);
        assertThat(OwnedUpdateFormat.INSTANCE.read(OwnedUpdateFormat.INSTANCE.write(owned)))
                .isEqualTo(owned);
        assertThat(owned.update()).isEqualTo(erased);
        for (List<Update> kind : StoredUpdates.byKind().values()) {
            for (Update update : kind) {
                assertThat(EncodedUpdate.of(update).isErasure()).as("%s", update).isFalse();
            }
        }
    }

    @Test
    void samplesHaveEveryKindOfUpdateAndConflict() {
        List<Update> all =
                Stream.of(
                                StoredUpdates.byKind().values().stream().flatMap(List::stream),
                                StoredUpdates.golden().stream(),
                                StoredUpdates.records().stream())
                        .flatMap(each -> each)
                        .toList();
        assertThat(all.stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(Set.of(Update.class.getPermittedSubclasses()));
        assertThat(
                        all.stream()
                                .filter(Update.ConflictOpen.class::isInstance)
                                .map(open -> ((Update.ConflictOpen) open).conflict().getClass())
                                .collect(Collectors.toSet()))
                .isEqualTo(Set.of(Conflict.class.getPermittedSubclasses()));
    }

    @Test
    void equalRecordsHaveEqualBytesInAnyOrderOfDescriptors() {
        Descriptor one = new Descriptor("email", "a@x", Interval.ALWAYS);
        Descriptor two = new Descriptor("email", "a@x", new Interval(0, 5));
        SourceRecord record = SourceRecord.upsert(ANN, OptionalLong.of(3), List.of(one, two, two));
        SourceRecord other = SourceRecord.upsert(ANN, OptionalLong.of(3), List.of(two, one, two));
        assertThat(SourceRecordFormat.INSTANCE.write(other))
                .isEqualTo(SourceRecordFormat.INSTANCE.write(record));
        assertThat(SourceRecordFormat.INSTANCE.read(SourceRecordFormat.INSTANCE.write(record)))
                .isEqualTo(record);
    }

    @Test
    void digestsOfTwoComponentsAreCombined() {
        ByteKey key = new ByteKey(new byte[16]);
        EmittedDigests entities = EmittedDigests.of(Map.of(key, key), Map.of());
        EmittedDigests conflicts = EmittedDigests.of(Map.of(), Map.of(key, key));
        assertThat(entities.and(conflicts))
                .isEqualTo(EmittedDigests.of(Map.of(key, key), Map.of(key, key)));
        assertThat(EmittedDigests.NONE.and(EmittedDigests.NONE).isEmpty()).isTrue();
        assertThat(EmittedDigests.fromBytes("test", entities.toBytes())).isEqualTo(entities);
    }

    @Test
    void rejectsInvalidFields() {
        rejects(
                SourceRecordFormat.INSTANCE,
                new ByteWriter().raw(1).raw(4),
                "record message: unknown flags in 4");
        rejects(
                SourceRecordFormat.INSTANCE,
                new ByteWriter().raw(1).raw(0).string("person").string("").string("1"),
                "record message: perspective is empty");
        rejects(
                Published.FORMAT,
                new ByteWriter().raw(1).raw(4).unsigned(1),
                "published: unknown flags in 4");
        rejects(
                UpdateFormat.INSTANCE,
                new ByteWriter().raw(2).raw(15),
                "update: unknown kind of update 15");
        rejects(
                UpdateFormat.INSTANCE,
                new ByteWriter().raw(1).raw(5).string("id").raw(7).string("person"),
                "update: unknown kind of conflict 7");
        rejects(
                OwnedUpdateFormat.INSTANCE,
                new ByteWriter().raw(1).unsigned(1L << 31).bytes(new byte[0]),
                "update message: invalid owner 2147483648");
        rejects(
                OwnedUpdateFormat.INSTANCE,
                new ByteWriter().raw(2).unsigned(0).raw(7),
                "update message: unknown output 7");
        rejects(
                OwnedUpdateFormat.INSTANCE,
                new ByteWriter().raw(2).unsigned(0).raw(1).string("id").raw(2),
                "update message: unknown flags in 2");
    }

    @Test
    void rejectsInvalidMessagesAndCounts() {
        rejects(
                ShardMessageFormat.INSTANCE,
                new ByteWriter().raw(1).raw(6).unsigned(0),
                "message to a shard: unknown kind of message 6");
        rejects(
                ShardMessageFormat.INSTANCE,
                new ByteWriter().raw(1).raw(1).unsigned(1L << 31),
                "message to a shard: invalid shard 2147483648");
        rejects(
                ShardMessageFormat.INSTANCE,
                new ByteWriter().raw(1).raw(2).unsigned(0).string("p").raw(new byte[16]).raw(3),
                "message to a shard: unknown key scope 3");
        rejects(
                ShardMessageFormat.INSTANCE,
                new ByteWriter()
                        .raw(1)
                        .raw(1)
                        .unsigned(0)
                        .bytes(
                                SourceRecordFormat.INSTANCE.write(
                                        SourceRecord.delete(ANN, OptionalLong.empty()))),
                "message to a shard: the change of person/crm/C-1 has no number");
        rejects(
                KeyChangeFormat.INSTANCE,
                new ByteWriter().raw(1).raw(4),
                "key change: unknown flags in 4");
        rejects(
                KeyChangeFormat.INSTANCE,
                new ByteWriter()
                        .raw(1)
                        .raw(0)
                        .raw(new byte[16])
                        .string("person")
                        .string("email")
                        .unsigned(0),
                "key change: from and to are equal: OptionalInt.empty");
        rejects(
                KeyCounts.FORMAT,
                new ByteWriter().raw(1).raw(0).unsigned(1).unsigned(7).unsigned(0),
                "key-counts: 0 records in shard 7");
        rejects(
                Registration.FORMAT,
                new ByteWriter().raw(1).raw(4),
                "registration: unknown flags in 4");
    }

    @Test
    void aGenericValueRequiresItsEmittedUpdate() {
        assertThatThrownBy(() -> new KeyCounts(new TreeMap<>(), KeyScope.GENERIC, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scope GENERIC with emitted value Optional.empty");
    }

    @Test
    void publishedStateKeepsAnUpdate() {
        Published published =
                new Published(
                        3,
                        Optional.empty(),
                        Optional.of(
                                new ByteKey(UpdateFormat.INSTANCE.write(StoredUpdates.ENTITY))));
        Published read = Published.FORMAT.read(Published.FORMAT.write(published));
        assertThat(read).isEqualTo(published);
        assertThat(UpdateFormat.INSTANCE.read(read.update().orElseThrow().bytes()))
                .isEqualTo(StoredUpdates.ENTITY);
    }

    private static void rejects(BinaryFormat<?> format, ByteWriter bytes, String message) {
        assertThatThrownBy(() -> format.read(bytes.toBytes()))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage(message);
    }
}
