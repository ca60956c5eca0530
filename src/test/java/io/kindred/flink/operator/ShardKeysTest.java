package io.kindred.flink.operator;

import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ShardKeysTest {

    @Test
    void everyShardIsInTheKeyGroupOfItsNumber() {
        IntStream.rangeClosed(1, 300).forEach(ShardKeysTest::assertOneGroupEach);
    }

    @ParameterizedTest
    @ValueSource(ints = {720, 1024, 4096, 32768})
    void soWithManyShards(int shards) {
        assertOneGroupEach(shards);
    }

    @Test
    void shardsAreSpreadEvenlyAtEveryParallelismThatDividesThem() {
        for (int shards = 1; shards <= 300; shards++) {
            ShardKeys keys = new ShardKeys(shards);
            for (int parallelism = 1; parallelism <= shards; parallelism++) {
                int[] perSubtask = perSubtask(keys, shards, parallelism);
                int least = Arrays.stream(perSubtask).min().orElseThrow();
                int most = Arrays.stream(perSubtask).max().orElseThrow();
                assertThat(most - least)
                        .as("%d shards, parallelism %d", shards, parallelism)
                        .isLessThanOrEqualTo(shards % parallelism == 0 ? 0 : 1);
            }
        }
    }

    @Test
    void keysAreTheSameInEveryProcess() {
        ShardKeys keys = new ShardKeys(8);
        // What savepoints hold: these may never change.
        assertThat(IntStream.range(0, 8).map(keys::key).toArray())
                .containsExactly(45, 3, 6, 9, 16, 27, 0, 2);
        assertThat(new ShardKeys(1).key(0)).isZero();
    }

    @Test
    void aKeyOfNoShardIsRefused() {
        ShardKeys keys = new ShardKeys(4);
        int other =
                IntStream.iterate(0, key -> key + 1)
                        .filter(
                                key ->
                                        IntStream.range(0, 4)
                                                .noneMatch(shard -> keys.key(shard) == key))
                        .findFirst()
                        .orElseThrow();
        assertThatThrownBy(() -> keys.shard(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no shard has the key " + other);
    }

    private static void assertOneGroupEach(int shards) {
        ShardKeys keys = new ShardKeys(shards);
        for (int shard = 0; shard < shards; shard++) {
            int key = keys.key(shard);
            if (KeyGroupRangeAssignment.assignToKeyGroup(key, shards) != shard
                    || keys.shard(key) != shard) {
                throw new AssertionError("shard " + shard + " of " + shards + " has key " + key);
            }
        }
    }

    private static int[] perSubtask(ShardKeys keys, int shards, int parallelism) {
        int[] perSubtask = new int[parallelism];
        for (int shard = 0; shard < shards; shard++) {
            perSubtask[
                    KeyGroupRangeAssignment.assignKeyToParallelOperator(
                            keys.key(shard), shards, parallelism)]++;
        }
        return perSubtask;
    }
}
