package io.kindred.offline;

import io.kindred.model.Descriptor;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.shard.Interner;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.StoredRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Looks up some records wherever a state keeps identities: in the shards, the lanes of reconcile
 * and the registry. Unlike {@link RecordTask} it also finds deleted records, of which the identity
 * is kept, and what a shard still knows of a record that has moved to another. Costs a few look-ups
 * per record in each place. {@link Found} collects the rows.
 *
 * @param records at most some thousands, which are sent to each place
 */
public record FindTask(List<String> records) implements ShardTask, KeyTask {

    private static final int PRESENT = 1;
    private static final int VERSIONED = 2;

    /** Looks up records by their {@linkplain RecordIdentity#joined() joined} identities. */
    public FindTask {
        records = List.copyOf(records);
    }

    public static FindTask of(List<RecordIdentity> records) {
        return new FindTask(records.stream().map(RecordIdentity::joined).toList());
    }

    /**
     * What a state knows of a record.
     *
     * @param isPresent whether it is a current record, rather than one that was deleted, has
     *     expired or was only decided about
     * @param version its greatest version, if it had one
     * @param values how many values it has, expired ones included
     * @param keyEntries how many entries of identity keys it has
     * @param decisions how many decisions about it and another record are kept
     */
    public record Hit(
            RecordIdentity record,
            boolean isPresent,
            OptionalLong version,
            int values,
            int keyEntries,
            int decisions) {}

    @Override
    public void run(OfflineShard shard, Consumer<byte[]> rows) {
        shard.declaration().ifPresent(declaration -> run(shard, declaration, rows));
    }

    private void run(OfflineShard shard, Declaration declaration, Consumer<byte[]> rows) {
        ShardMeta meta = new ShardMeta(shard.tables());
        Interner interner = new Interner(shard.tables(), meta);
        RecordStore store = new RecordStore(shard.tables(), meta, interner, 1);
        boolean isOnly = shard.place() == OfflineShard.Place.ONLY_SHARD;
        for (String joined : records) {
            RecordIdentity identity = RecordIdentity.ofJoined(joined);
            // A name that the shard does not know would be given a number.
            if (interner.find(identity.entityType()).isEmpty()
                    || interner.find(identity.perspective()).isEmpty()) {
                continue;
            }
            store.current(identity)
                    .or(() -> store.absent(identity))
                    .ifPresent(
                            current ->
                                    rows.accept(
                                            row(
                                                    identity,
                                                    // Several shards number changes instead.
                                                    isOnly
                                                            ? current.version()
                                                            : OptionalLong.empty(),
                                                    current.decisions(),
                                                    store.find(identity),
                                                    declaration)));
        }
    }

    private static byte[] row(
            RecordIdentity identity,
            OptionalLong version,
            HeldDecisions decisionsOfAbsent,
            Optional<StoredRecord> record,
            Declaration declaration) {
        return row(
                identity,
                record.isPresent(),
                version,
                record.map(StoredRecord::descriptors).orElse(List.of()),
                record.map(each -> each.expired().size()).orElse(0),
                record.map(StoredRecord::decisions).orElse(decisionsOfAbsent),
                Optional.of(declaration));
    }

    @Override
    public boolean wants(Part part) {
        return part == Part.REGISTRY;
    }

    @Override
    public Optional<Set<String>> only(Part part) {
        return Optional.of(records.stream().collect(Collectors.toSet()));
    }

    @Override
    public Visitor visit(Part part, Consumer<byte[]> rows) {
        return (key, stored) ->
                stored.value()
                        .map(Registration.FORMAT::read)
                        .ifPresent(
                                registration ->
                                        rows.accept(
                                                row(
                                                        RecordIdentity.ofJoined((String) key),
                                                        registration.present(),
                                                        registration.version(),
                                                        registration.descriptors(),
                                                        registration.expired().size(),
                                                        registration.decisions(),
                                                        stored.declaration())));
    }

    private static byte[] row(
            RecordIdentity identity,
            boolean isPresent,
            OptionalLong version,
            List<Descriptor> descriptors,
            int expired,
            HeldDecisions decisions,
            Optional<Declaration> declaration) {
        ByteWriter row =
                new ByteWriter()
                        .string(identity.joined())
                        .raw((isPresent ? PRESENT : 0) | (version.isPresent() ? VERSIONED : 0));
        version.ifPresent(row::signed);
        return row.unsigned(descriptors.size() + (long) expired)
                .unsigned(declaration.map(by -> keyEntries(identity, descriptors, by)).orElse(0))
                .unsigned(decisions.all().size())
                .toBytes();
    }

    private static int keyEntries(
            RecordIdentity identity, List<Descriptor> descriptors, Declaration declaration) {
        return declaration
                .ontology()
                .rules(identity.entityType())
                .map(
                        rules ->
                                RecordTerms.keys(
                                                NormalizedRecord.of(identity, descriptors, rules),
                                                rules)
                                        .size())
                .orElse(0);
    }

    /** Merges what the places of a state know. */
    public static final class Found implements Consumer<byte[]> {

        private final Map<RecordIdentity, List<Place>> places = new TreeMap<>();

        public Found() {}

        private record Place(
                boolean isPresent,
                OptionalLong version,
                int values,
                int keyEntries,
                int decisions) {}

        @Override
        public void accept(byte[] bytes) {
            ByteReader row = new ByteReader("found record", bytes);
            RecordIdentity identity = RecordIdentity.ofJoined(row.string());
            int flags = row.flags(PRESENT | VERSIONED);
            OptionalLong version =
                    (flags & VERSIONED) != 0 ? OptionalLong.of(row.signed()) : OptionalLong.empty();
            Place place =
                    new Place(
                            (flags & PRESENT) != 0,
                            version,
                            (int) row.unsigned(),
                            (int) row.unsigned(),
                            (int) row.unsigned());
            row.end();
            places.computeIfAbsent(identity, any -> new ArrayList<>()).add(place);
        }

        /** The records that the state knows, sorted. */
        public List<Hit> hits() {
            return places.entrySet().stream()
                    .map(each -> hit(each.getKey(), each.getValue()))
                    .toList();
        }

        private static Hit hit(RecordIdentity record, List<Place> places) {
            return new Hit(
                    record,
                    places.stream().anyMatch(Place::isPresent),
                    places.stream()
                            .map(Place::version)
                            .filter(OptionalLong::isPresent)
                            .findFirst()
                            .orElse(OptionalLong.empty()),
                    places.stream().mapToInt(Place::values).max().orElse(0),
                    places.stream().mapToInt(Place::keyEntries).max().orElse(0),
                    places.stream().mapToInt(Place::decisions).max().orElse(0));
        }
    }
}
