package io.kindred.resolve;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.resolve.shards.Registry;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

/** A delete that a saved state knew, beside a record that came since without a version. */
class CarriedDeleteTest {

    private static final RecordIdentity ANN = Sample.identity("crm", "1");
    private static final SourceRecord UNVERSIONED =
            SourceRecord.upsert(
                    ANN,
                    OptionalLong.empty(),
                    List.of(new Descriptor("name", "Ann", Interval.ALWAYS)));
    private static final SourceRecord DELETE = SourceRecord.delete(ANN, OptionalLong.of(7));

    @Test
    void theOnlyShardKeepsTheRecord() {
        assertThat(recordsAfter(UNVERSIONED, DELETE.carried())).isOne();
        assertThat(recordsAfter(UNVERSIONED, DELETE)).isZero();
    }

    @Test
    void theRegistryKeepsTheRecord() {
        Registry registry = new Registry(Sample.ONTOLOGY, 2);
        Registration known = registry.accept(Optional.empty(), UNVERSIONED, 0).after();
        assertThat(registry.accept(Optional.of(known), DELETE.carried(), 0).decision())
                .isEqualTo(Registry.Decision.OUTDATED);
        assertThat(registry.accept(Optional.of(known), DELETE, 0).decision())
                .isEqualTo(Registry.Decision.ACCEPTED);
    }

    private static long recordsAfter(SourceRecord... records) {
        ShardEngine engine =
                new ShardEngine(Sample.ONTOLOGY, Timeline.INTEGER, new InMemoryShardTables());
        for (SourceRecord record : records) {
            engine.accept(record);
        }
        engine.flush(update -> {});
        return engine.count(Count.RECORDS);
    }
}
