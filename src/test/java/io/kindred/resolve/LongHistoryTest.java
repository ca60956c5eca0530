package io.kindred.resolve;

import io.kindred.model.Conflict;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.Ontology;
import io.kindred.oracle.OracleResult;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

/** What is quadratic in the number of values of an entity would not end here, or not fit. */
class LongHistoryTest {

    private static final int MANY = 30_000;

    private static final Ontology ONTOLOGY =
            new Ontology(
                    Map.of(
                            "person",
                            new EntityTypeRules(
                                    List.of(
                                            new IdentityKey(
                                                    "name",
                                                    List.of(new KeyAttribute("name", List.of())),
                                                    OptionalLong.empty())),
                                    List.of(),
                                    List.of(),
                                    Map.of())),
                    Map.of());

    private final ShardEngine engine =
            new ShardEngine(ONTOLOGY, Timeline.INTEGER, new InMemoryShardTables());
    private final FoldedUpdates folded = new FoldedUpdates();

    @Test
    void takesARecordWithManyOverlappingValues() {
        List<Descriptor> descriptors = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            descriptors.add(
                    new Descriptor(
                            "city", i % 2 == 0 ? "Rome" : "Oslo", new Interval(i, Interval.MAX)));
        }
        engine.accept(SourceRecord.upsert(identity(1), OptionalLong.of(1), descriptors));
        engine.flush(folded);

        OracleResult result = folded.result();
        assertThat(result.entities()).hasSize(1);
        assertThat(result.entities().get(0).golden()).hasSize(1);
        assertThat(result.conflicts())
                .singleElement()
                .extracting(Conflict::interval)
                .isEqualTo(new Interval(1, Interval.MAX));
    }

    @Test
    void emitsAnEntityOfManyRecordsThatDisagree() {
        for (int i = 0; i < MANY / 10; i++) {
            engine.accept(
                    SourceRecord.upsert(
                            identity(i),
                            OptionalLong.of(1),
                            List.of(
                                    new Descriptor("name", "Ann", Interval.ALWAYS),
                                    new Descriptor(
                                            "city",
                                            i % 2 == 0 ? "Rome" : "Oslo",
                                            new Interval(i, Interval.MAX)))));
        }
        engine.flush(folded);

        OracleResult result = folded.result();
        assertThat(result.entities()).hasSize(1);
        assertThat(result.conflicts())
                .singleElement()
                .isInstanceOfSatisfying(
                        Conflict.Direct.class,
                        conflict ->
                                assertThat(conflict.values())
                                        .extracting(value -> value.records().size())
                                        .containsExactly(MANY / 20, MANY / 20));
    }

    private static RecordIdentity identity(int number) {
        return new RecordIdentity("person", "crm", "C-" + number);
    }
}
