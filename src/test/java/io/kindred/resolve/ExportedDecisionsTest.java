package io.kindred.resolve;

import io.kindred.codec.OntologyDocument;
import io.kindred.model.Conflict;
import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.HeldDecision;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.offline.Declaration;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import io.kindred.testkit.OntologyText;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

class ExportedDecisionsTest {

    private static final RecordIdentity ANN = new RecordIdentity("person", "crm", "1");
    private static final RecordIdentity BEA = new RecordIdentity("person", "crm", "2");
    private static final RecordIdentity CID = new RecordIdentity("person", "crm", "3");
    private static final RecordIdentity NOBODY = new RecordIdentity("person", "crm", "4");

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final OntologyDocument document = OntologyText.document(Sample.ONTOLOGY);
    private final List<Decision> decisions = new ArrayList<>();
    private final List<RecordIdentity> sides = new ArrayList<>();

    @Test
    void aDecisionAboutTwoLinkedRecordsIsExportedOnceWithItsReason() {
        Decision same = decide(ANN, BEA, Verdict.SAME, Op.UPSERT, "called her");
        run(same, decide(ANN, CID, Verdict.SAME, Op.DELETE, ""));

        assertThat(decisions).containsExactly(same);
        assertThat(sides).isEmpty();
    }

    @Test
    void bothSidesOfADecisionAreExportedIfNothingLinksItsRecords() {
        run(decide(BEA, CID, Verdict.DIFFERENT, Op.UPSERT, "brothers"));

        assertThat(decisions).isEmpty();
        assertThat(sides).containsExactlyInAnyOrder(BEA, CID);
    }

    @Test
    void aDecisionAboutARecordThatIsNotThereHasOneSide() {
        run(decide(NOBODY, CID, Verdict.SAME, Op.UPSERT, ""));

        assertThat(decisions).isEmpty();
        assertThat(sides).containsExactly(CID);
    }

    private static Decision decide(
            RecordIdentity left, RecordIdentity right, Verdict verdict, Op op, String reason) {
        return Decision.about(left, right, OptionalLong.of(7), op, verdict, reason);
    }

    private void run(Decision... decided) {
        ShardEngine engine = new ShardEngine(document.ontology(), Timeline.INTEGER, tables);
        engine.tieTo(Declaration.text(Timeline.INTEGER, document), Declaration::refusal);
        for (RecordIdentity record : List.of(ANN, BEA, CID)) {
            engine.accept(
                    SourceRecord.upsert(
                            record,
                            OptionalLong.of(1),
                            List.of(new Descriptor("email", record.uid(), Interval.ALWAYS))));
        }
        long order = 0;
        for (Decision decision : decided) {
            decision.sides(++order).forEach(engine::accept);
        }
        engine.flushAll(new FoldedUpdates());
        ColdShard.open(document.ontology(), Timeline.INTEGER, tables, true)
                .forEach(
                        type -> true,
                        new ColdShard.Results() {
                            @Override
                            public void entity(Entity entity) {}

                            @Override
                            public void record(ColdShard.Placed record) {}

                            @Override
                            public void conflict(String conflictId, Conflict conflict) {}

                            @Override
                            public void decision(Decision decision) {
                                decisions.add(decision);
                            }

                            @Override
                            public void oneSide(
                                    RecordIdentity record, RecordDigest own, HeldDecision held) {
                                sides.add(record);
                            }
                        });
    }
}
