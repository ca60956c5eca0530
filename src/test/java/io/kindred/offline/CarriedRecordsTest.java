package io.kindred.offline;

import io.kindred.codec.OntologyReader;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.shards.Registry;
import io.kindred.storage.StoredShards;
import io.kindred.storage.StoredShards.StoredShard;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.keyed.SourceRecordFormat;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CollidingPeople;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CarriedRecordsTest {

    private static final Ontology ONTOLOGY =
            OntologyReader.read("ontology.yaml", CollidingPeople.ONTOLOGY);

    @Test
    void haveTheGreatestVersionOfEachIdentityAndDeletesTheirs() {
        List<SourceRecord> versions = CollidingPeople.versions(81, 600);
        Map<RecordIdentity, SourceRecord> greatest = new HashMap<>();
        for (SourceRecord each : versions) {
            greatest.merge(
                    each.identity(),
                    each,
                    (a, b) -> a.version().getAsLong() > b.version().getAsLong() ? a : b);
        }

        Map<RecordIdentity, SourceRecord> ofShard = ofShard(ONTOLOGY, versions);
        assertThat(ofShard).isEqualTo(ofRegistry(versions)).isEqualTo(greatest);
        assertThat(ofShard.values()).extracting(SourceRecord::op).contains(Op.DELETE, Op.UPSERT);
    }

    @Test
    void keepTheVersionOfARecordThatWasChangedWithoutOne() {
        RecordIdentity ann = new RecordIdentity("person", "crm", "1");
        List<SourceRecord> versions =
                List.of(
                        SourceRecord.upsert(ann, OptionalLong.of(5), List.of()),
                        SourceRecord.delete(ann, OptionalLong.empty()));
        SourceRecord carried = SourceRecord.delete(ann, OptionalLong.of(5));

        assertThat(ofShard(ONTOLOGY, versions)).containsExactly(Map.entry(ann, carried));
        assertThat(ofRegistry(versions)).containsExactly(Map.entry(ann, carried));
    }

    @ParameterizedTest
    @ValueSource(strings = {"contested", "generic", "mixed", "unversioned"})
    void ofAnOldLayoutAreThoseOfTheNewest(String name) throws Exception {
        for (StoredShard stored : StoredShards.ofLayout1(name)) {
            List<SourceRecord> taken =
                    stored.taken().stream().map(SourceRecordFormat.INSTANCE::read).toList();
            Ontology ontology = OntologyReader.read("stored", stored.ontology());

            assertThat(carried(stored.tables()))
                    .as(stored.name())
                    .isNotEmpty()
                    .isEqualTo(ofShard(ontology, taken));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "person", "person\u001fcrm", "person\u001fcrm\u001f"})
    void refuseAKeyThatNamesNoRecord(String key) {
        byte[] gone =
                Registration.FORMAT.write(
                        new Registration(false, OptionalLong.empty(), 0, List.of()));

        assertThatThrownBy(() -> CarriedRecords.ofRegistry(key, gone))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<RecordIdentity, SourceRecord> ofShard(
            Ontology ontology, List<SourceRecord> versions) {
        InMemoryShardTables tables = new InMemoryShardTables();
        ShardEngine engine = new ShardEngine(ontology, Timeline.INTEGER, tables);
        versions.forEach(engine::accept);
        engine.flushAll(update -> {});
        return carried(tables);
    }

    private static Map<RecordIdentity, SourceRecord> carried(InMemoryShardTables tables) {
        Map<RecordIdentity, SourceRecord> carried = new HashMap<>();
        CarriedRecords.ofOnlyShard(tables)
                .forEachRemaining(
                        input -> {
                            SourceRecord each = (SourceRecord) input;
                            assertThat(carried.put(each.identity(), each))
                                    .as("%s a second time", each.identity())
                                    .isNull();
                        });
        return carried;
    }

    private static Map<RecordIdentity, SourceRecord> ofRegistry(List<SourceRecord> versions) {
        Registry registry = new Registry(ONTOLOGY, 4);
        Map<RecordIdentity, Registration> known = new HashMap<>();
        for (SourceRecord each : versions) {
            Optional<Registration> before = Optional.ofNullable(known.get(each.identity()));
            known.put(each.identity(), registry.accept(before, each, 0).after());
        }
        Map<RecordIdentity, SourceRecord> carried = new HashMap<>();
        known.forEach(
                (identity, registration) ->
                        carried.put(
                                identity,
                                (SourceRecord)
                                        CarriedRecords.ofRegistry(
                                                        identity.joined(),
                                                        Registration.FORMAT.write(registration))
                                                .get(0)));
        return carried;
    }
}
