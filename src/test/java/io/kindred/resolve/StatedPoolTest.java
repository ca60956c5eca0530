package io.kindred.resolve;

import io.kindred.model.Statement;
import io.kindred.storage.ByteKey;
import io.kindred.storage.StatedDigests;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class StatedPoolTest {

    private static final ByteKey ONE = new ByteKey(new byte[] {1});
    private static final ByteKey TWO = new ByteKey(new byte[] {2});
    private static final ByteKey OLD = new ByteKey(new byte[] {3});
    private static final ByteKey NEW = new ByteKey(new byte[] {4});

    private final StatedPool pool = new StatedPool();

    @Test
    void newsIsWhatWasNotThereOrSaidSomethingElse() {
        pool.add("person", new StatedDigests(Map.of(ONE, OLD), Map.of(ONE, OLD)));
        assertThat(pool.isNewsOfEntity(ONE, OLD)).isFalse();
        assertThat(pool.isNewsOfEntity(ONE, NEW)).isTrue();
        assertThat(pool.isNewsOfEntity(TWO, OLD)).isTrue();
        assertThat(pool.isNewsOfConflict(ONE, OLD)).isFalse();
        assertThat(pool.isNewsOfConflict(TWO, OLD)).isTrue();
        assertThat(pool.entityDifference()).isEqualTo(1);
        assertThat(pool.conflictDifference()).isEqualTo(1);
        assertThat(withdrawn()).isEmpty();
    }

    @Test
    void whatMovedFromComponentToComponentIsNoNews() {
        pool.add("person", new StatedDigests(Map.of(ONE, OLD), Map.of()));
        pool.add("person", StatedDigests.NONE);
        assertThat(pool.isNewsOfEntity(ONE, OLD)).isFalse();
        assertThat(withdrawn()).isEmpty();
    }

    @Test
    void withdrawsWhatIsThereNoLonger() {
        pool.add("person", new StatedDigests(Map.of(ONE, OLD, TWO, OLD), Map.of(TWO, OLD)));
        pool.moved(TWO, "person-z");
        pool.moved(TWO, "person-a");
        assertThat(withdrawn())
                .containsExactlyInAnyOrder(
                        new Statement.EntityRetired("person", "person-01", List.of()),
                        new Statement.EntityRetired(
                                "person", "person-02", List.of("person-a", "person-z")),
                        new Statement.ConflictResolved("02"));
        assertThat(pool.entityDifference()).isEqualTo(-2);
        assertThat(pool.conflictDifference()).isEqualTo(-1);
    }

    private List<Statement> withdrawn() {
        List<Statement> statements = new ArrayList<>();
        pool.withdraw(statements::add);
        return statements;
    }
}
