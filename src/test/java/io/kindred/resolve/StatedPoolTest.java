package io.kindred.resolve;

import io.kindred.model.Statement;
import io.kindred.storage.ByteKey;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.StatedDigests;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StatedPoolTest {

    private static final ByteKey ONE = new ByteKey(new byte[] {1});
    private static final ByteKey TWO = new ByteKey(new byte[] {2});
    private static final ByteKey OLD = new ByteKey(new byte[] {3});
    private static final ByteKey NEW = new ByteKey(new byte[] {4});

    private final StatedPool pool = new StatedPool();

    @Test
    void newsIsWhatWasNotThereOrSaidSomethingElse() {
        pool.add(1, new StatedDigests(Map.of(ONE, OLD), Map.of(ONE, OLD)));
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
        pool.add(1, new StatedDigests(Map.of(ONE, OLD), Map.of()));
        pool.add(2, StatedDigests.NONE);
        assertThat(pool.isNewsOfEntity(ONE, OLD)).isFalse();
        assertThat(withdrawn()).isEmpty();
        assertThat(pool.of(1).entities()).containsOnlyKeys(ONE);
        assertThat(pool.of(3)).isEqualTo(StatedDigests.NONE);
    }

    @Test
    void withdrawsWhatIsThereNoLonger() {
        pool.add(1, new StatedDigests(Map.of(ONE, OLD, TWO, OLD), Map.of(TWO, OLD)));
        pool.left(ONE, "person");
        pool.moved(TWO, "person", "person-z");
        pool.moved(TWO, "person", "person-a");
        assertThat(withdrawn())
                .containsExactlyInAnyOrder(
                        new Statement.EntityRetired("person", "person-01", List.of()),
                        new Statement.EntityRetired(
                                "person", "person-02", List.of("person-a", "person-z")),
                        new Statement.ConflictResolved("02"));
        assertThat(pool.entityDifference()).isEqualTo(-2);
        assertThat(pool.conflictDifference()).isEqualTo(-1);
    }

    @Test
    void rejectsAnEntityThatNoRecordWasIn() {
        pool.add(1, new StatedDigests(Map.of(ONE, OLD), Map.of()));
        assertThatThrownBy(this::withdrawn)
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("components: entity 01 was stated without records");
    }

    private List<Statement> withdrawn() {
        List<Statement> statements = new ArrayList<>();
        pool.withdraw(statements::add);
        return statements;
    }
}
