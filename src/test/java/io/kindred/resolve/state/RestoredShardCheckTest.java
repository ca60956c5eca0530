package io.kindred.resolve.state;

import io.kindred.codec.OntologyReader;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.ShardEngine;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.TermTable;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.DeclarationRule;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RestoredShardCheckTest {

    private static final Ontology ONTOLOGY =
            OntologyReader.read(
                    "ontology",
                    """
                    entity_types:
                      person:
                        identity_keys: [{name: email, attributes: [email]}]
                    """);

    private final InMemoryShardTables tables = new InMemoryShardTables();

    @Test
    void aShardIsTakenAsItWasLeft() {
        restore();
        leave();
        restore();
        ShardEngine engine = restore();
        engine.accept(SourceRecord.delete(identity("1"), OptionalLong.empty()));
        engine.accept(SourceRecord.delete(identity("2"), OptionalLong.empty()));
        engine.flush(update -> {});
        restore();
    }

    @ParameterizedTest
    @CsvSource({
        "META,shard-meta",
        "RECORDS,records",
        "RECORD_IDS,record-ids",
        "COMPONENTS,components",
        "INTERNER_IDS,interner-ids",
        "INTERNER_STRINGS,interner-strings"
    })
    void aShardThatLacksATableIsRefused(Name lost, String named) {
        leave();
        List<byte[]> keys = new ArrayList<>();
        ByteTable table = tables.bytes(lost);
        table.scan().forEachRemaining(entry -> keys.add(entry.key()));
        assertThat(keys).isNotEmpty();
        keys.forEach(table::remove);

        assertThatThrownBy(this::restore)
                .isInstanceOf(CorruptStateException.class)
                .hasMessageContaining(lost == Name.META ? "records" : named);
    }

    @ParameterizedTest
    @CsvSource({"RECORDS,records", "COMPONENTS,components", "INTERNER_STRINGS,interner-strings"})
    void aShardWhoseNextIdIsTakenIsRefused(Name name, String named) {
        leave();
        ByteTable table = tables.bytes(name);
        TermTable.Entry any = table.scan().next();
        long next = name == Name.RECORDS ? 3 : name == Name.COMPONENTS ? 1 : 3;
        table.put(new ByteWriter().unsigned(next).toBytes(), any.value());

        assertThatThrownBy(this::restore)
                .isInstanceOf(CorruptStateException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("is in use, but was never assigned");
    }

    /** Leaves two records of one entity and one alone. */
    private void leave() {
        ShardEngine engine = restore();
        engine.accept(record("1", "a"));
        engine.accept(record("2", "a"));
        engine.accept(record("3", "b"));
        engine.flush(update -> {});
    }

    private ShardEngine restore() {
        ShardEngine engine = new ShardEngine(ONTOLOGY, Timeline.INTEGER, tables);
        engine.tieTo("declared", DeclarationRule.SAME);
        return engine;
    }

    private static SourceRecord record(String uid, String email) {
        return SourceRecord.upsert(
                identity(uid),
                OptionalLong.empty(),
                List.of(new Descriptor("email", email, Interval.ALWAYS)));
    }

    private static RecordIdentity identity(String uid) {
        return new RecordIdentity("person", "crm", uid);
    }
}
