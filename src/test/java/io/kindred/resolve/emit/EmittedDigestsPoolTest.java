package io.kindred.resolve.emit;

import io.kindred.model.Update;
import io.kindred.storage.ByteKey;
import io.kindred.storage.EmittedDigests;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class EmittedDigestsPoolTest {

    private static final ByteKey ONE = new ByteKey(new byte[] {1});
    private static final ByteKey TWO = new ByteKey(new byte[] {2});
    private static final ByteKey OLD = new ByteKey(new byte[] {3});
    private static final ByteKey NEW = new ByteKey(new byte[] {4});

    private final EmittedDigestsPool pool = new EmittedDigestsPool();

    @Test
    void reportsNewAndChangedDigests() {
        pool.add("person", EmittedDigests.of(Map.of(ONE, OLD), Map.of(ONE, OLD)));
        assertThat(pool.recordAndCompareEntity(ONE, OLD)).isFalse();
        assertThat(pool.recordAndCompareEntity(ONE, NEW)).isTrue();
        assertThat(pool.recordAndCompareEntity(TWO, OLD)).isTrue();
        assertThat(pool.recordAndCompareConflict(ONE, OLD)).isFalse();
        assertThat(pool.recordAndCompareConflict(TWO, OLD)).isTrue();
        assertThat(pool.entityDifference()).isEqualTo(1);
        assertThat(pool.conflictDifference()).isEqualTo(1);
        assertThat(retracted()).isEmpty();
    }

    @Test
    void anEntityThatMovesBetweenComponentsIsUnchanged() {
        pool.add("person", EmittedDigests.of(Map.of(ONE, OLD), Map.of()));
        pool.add("person", EmittedDigests.NONE);
        assertThat(pool.recordAndCompareEntity(ONE, OLD)).isFalse();
        assertThat(retracted()).isEmpty();
    }

    @Test
    void retractsDigestsThatWereNotRecordedAgain() {
        pool.add("person", EmittedDigests.of(Map.of(ONE, OLD, TWO, OLD), Map.of(TWO, OLD)));
        pool.moved(TWO, "person-z");
        pool.moved(TWO, "person-a");
        assertThat(retracted())
                .containsExactlyInAnyOrder(
                        new Update.EntityRetired("person", "person-01", List.of()),
                        new Update.EntityRetired(
                                "person", "person-02", List.of("person-a", "person-z")),
                        new Update.ConflictResolved("02"));
        assertThat(pool.entityDifference()).isEqualTo(-2);
        assertThat(pool.conflictDifference()).isEqualTo(-1);
    }

    private List<Update> retracted() {
        List<Update> updates = new ArrayList<>();
        pool.retract(updates::add);
        return updates;
    }
}
