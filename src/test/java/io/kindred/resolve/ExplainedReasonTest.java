package io.kindred.resolve;

import io.kindred.codec.OntologyReader;
import io.kindred.model.Decision;
import io.kindred.model.Explanation;
import io.kindred.model.Explanation.OfPair;
import io.kindred.model.Explanation.Same;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CollidingPeople;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

/** The reasons of decisions in explanations. */
class ExplainedReasonTest {

    private static final RecordIdentity ANN = new RecordIdentity("person", "crm", "1");
    private static final RecordIdentity BEA = new RecordIdentity("person", "erp", "7");

    private final ShardEngine engine =
            new ShardEngine(
                    OntologyReader.read("ontology.yaml", CollidingPeople.ONTOLOGY),
                    Timeline.INTEGER,
                    new InMemoryShardTables());

    @Test
    void isShownWithTheDecisionThatLinksTwoRecords() {
        arrive(ANN, Op.UPSERT, 1);
        arrive(BEA, Op.UPSERT, 1);
        decide("called her");

        Explanation.Group group = group();
        assertThat(group.reason()).contains("called her");
        assertThat(group.valuesOnly()).containsExactly("crm", "1", "erp", "7");
    }

    @Test
    void isNotShownIfNoneWasGiven() {
        arrive(ANN, Op.UPSERT, 1);
        arrive(BEA, Op.UPSERT, 1);
        decide("");

        assertThat(group().reason()).isEmpty();
        assertThat(group().valuesOnly()).containsExactly("crm", "1", "erp", "7");
    }

    @Test
    void isGoneForEverOnceOneOfTheRecordsWasErased() {
        arrive(ANN, Op.UPSERT, 1);
        arrive(BEA, Op.UPSERT, 1);
        decide("called her");
        arrive(ANN, Op.ERASE, 2);
        arrive(ANN, Op.UPSERT, 3);

        assertThat(group().reason()).isEmpty();
    }

    private void arrive(RecordIdentity record, Op op, long version) {
        engine.accept(new SourceRecord(record, OptionalLong.of(version), op, List.of()));
        engine.flushAll(update -> {});
    }

    private void decide(String reason) {
        Decision.about(ANN, BEA, OptionalLong.of(1), Op.UPSERT, Verdict.SAME, reason)
                .sides(1)
                .forEach(engine::accept);
        engine.flushAll(update -> {});
    }

    private Explanation.Group group() {
        OfPair pair = engine.explain(ANN, BEA);
        return ((Same) pair.verdict()).chain().get(0).group();
    }
}
