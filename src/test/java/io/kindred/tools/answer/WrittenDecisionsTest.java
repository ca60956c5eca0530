package io.kindred.tools.answer;

import io.kindred.model.Decision;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.offline.decide.RecordPair;
import org.junit.jupiter.api.Test;

import java.util.OptionalLong;

import static io.kindred.tools.answer.ShownDecision.DIFFERENT;
import static io.kindred.tools.answer.ShownDecision.NONE;
import static io.kindred.tools.answer.ShownDecision.SAME;
import static io.kindred.tools.answer.ShownDecision.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

class WrittenDecisionsTest {

    private static final RecordIdentity ONE = new RecordIdentity("person", "crm", "1");
    private static final RecordIdentity TWO = new RecordIdentity("person", "web", "2");

    private final WrittenDecisions written = new WrittenDecisions();

    private void write(Op op, Verdict verdict, ShownDecision before) {
        written.add(Decision.about(TWO, ONE, OptionalLong.of(1), op, verdict, ""), before);
    }

    private ShownDecision decision(ShownDecision shown) {
        return written.decision(RecordPair.of(ONE, TWO), shown);
    }

    @Test
    void theLastOneCountsUntilTheOutputsShowIt() {
        write(Op.UPSERT, Verdict.SAME, NONE);
        write(Op.UPSERT, Verdict.DIFFERENT, NONE);
        assertThat(decision(NONE)).isEqualTo(DIFFERENT);
        assertThat(decision(SAME)).isEqualTo(DIFFERENT);
        assertThat(decision(UNKNOWN)).isEqualTo(DIFFERENT);
        assertThat(decision(DIFFERENT)).isEqualTo(DIFFERENT);
        assertThat(decision(SAME)).isEqualTo(SAME);
    }

    @Test
    void whatWasTakenBackIsNotAnsweredWhileTheJobReadsWhatItTakesBack() {
        write(Op.UPSERT, Verdict.SAME, NONE);
        write(Op.DELETE, Verdict.SAME, NONE);
        assertThat(decision(NONE)).isEqualTo(NONE);
        assertThat(decision(SAME)).isEqualTo(NONE);
        assertThat(decision(NONE)).isEqualTo(NONE);
        assertThat(decision(DIFFERENT)).as("of somebody else").isEqualTo(DIFFERENT);
        assertThat(decision(SAME)).isEqualTo(SAME);
    }

    @Test
    void oneOfSomebodyElseCountsOnceItIsShown() {
        write(Op.UPSERT, Verdict.SAME, UNKNOWN);
        assertThat(decision(NONE)).isEqualTo(SAME);
        assertThat(decision(DIFFERENT)).isEqualTo(DIFFERENT);
        assertThat(decision(NONE)).isEqualTo(NONE);
    }
}
