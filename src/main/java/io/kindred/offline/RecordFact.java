package io.kindred.offline;

import io.kindred.model.Descriptor;
import io.kindred.model.Digest;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.Registration;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * What a shard has of a record.
 *
 * <p>Format, never kept: a byte 1 if it is a place where what spans shards is resolved; a byte 1 if
 * the record belongs there; a byte 1 if it is resolved elsewhere; the number of the last change,
 * signed; 16 bytes of digest of the content.
 *
 * @param isReconcile whether it is a place where what spans shards is resolved
 * @param isAtHome whether it is the place where the record belongs
 * @param isEscalated whether the record is resolved elsewhere
 * @param change the number of its last change
 * @param content a digest of its descriptors
 */
record RecordFact(
        boolean isReconcile, boolean isAtHome, boolean isEscalated, long change, ByteKey content) {

    static ByteKey content(List<Descriptor> descriptors) {
        return new ByteKey(
                Digest.of(
                        new ByteWriter()
                                .list(
                                        descriptors,
                                        (writer, each) ->
                                                writer.string(each.attribute())
                                                        .string(each.value())
                                                        .interval(each.interval()))
                                .toBytes()));
    }

    byte[] toBytes() {
        return new ByteWriter()
                .bool(isReconcile)
                .bool(isAtHome)
                .bool(isEscalated)
                .signed(change)
                .raw(content.bytes())
                .toBytes();
    }

    private static RecordFact read(byte[] bytes) {
        ByteReader reader = new ByteReader("fact", bytes);
        return new RecordFact(
                reader.bool(),
                reader.bool(),
                reader.bool(),
                reader.signed(),
                new ByteKey(reader.raw(Digest.BYTES)));
    }

    /**
     * That a record which is registered is in one shard as it was told last, and is resolved in one
     * place; and that one which is not is nowhere.
     */
    enum Check implements FactCheck {
        INSTANCE;

        @Override
        public Optional<String> check(byte @Nullable [] stored, List<byte[]> facts) {
            List<RecordFact> all = facts.stream().map(RecordFact::read).toList();
            List<RecordFact> homes = all.stream().filter(fact -> !fact.isReconcile()).toList();
            long reconciled = all.size() - homes.size();
            if (stored == null || !Registration.FORMAT.read(stored).present()) {
                return all.isEmpty()
                        ? Optional.empty()
                        : Optional.of("is not there, but " + all.size() + " shards have it");
            }
            if (homes.size() != 1) {
                return Optional.of("is there, and " + homes.size() + " shards have it");
            }
            if (!homes.get(0).isAtHome()) {
                return Optional.of("is in another shard than it belongs to");
            }
            Registration registration = Registration.FORMAT.read(stored);
            ByteKey content = content(registration.descriptors());
            if (all.stream()
                    .anyMatch(
                            fact ->
                                    fact.change() != registration.change()
                                            || !fact.content().equals(content))) {
                return Optional.of("is not in the shards as it was told last");
            }
            if (reconciled != (homes.get(0).isEscalated() ? 1 : 0)) {
                return Optional.of(
                        homes.get(0).isEscalated()
                                ? "was handed over by its shard, and "
                                        + reconciled
                                        + " places resolve it"
                                : "is resolved by its shard and elsewhere");
            }
            return Optional.empty();
        }
    }
}
