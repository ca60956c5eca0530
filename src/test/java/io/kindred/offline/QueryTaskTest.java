package io.kindred.offline;

import io.kindred.model.GoldenValue;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.storage.keyed.Owners;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class QueryTaskTest {

    /** Unaligned checkpoints may be of such a moment. */
    @Test
    void ofAnEntityThatIsBeingHandedOverReconcilesMatchCounts() {
        Match ofShard = match("ann");
        Match ofReconcile = match("anna");
        QueryTask.Answers answers = new QueryTask.Answers();
        answers.accept(QueryTask.row(Owners.RECONCILE + 3, ofReconcile));
        answers.accept(QueryTask.row(7, ofShard));

        assertThat(answers.answer().matches()).containsExactly(ofReconcile);
        assertThat(answers.answer().conflict()).isEmpty();
    }

    private static Match match(String name) {
        return new Match(
                "person-1",
                Interval.ALWAYS,
                List.of(new GoldenValue("name", name, Interval.ALWAYS)));
    }
}
