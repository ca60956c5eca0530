package io.kindred.tools.generate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PermutationTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 16, 17, 1000, 4096, 100_003})
    void takesEveryNumberOnce(long size) {
        Permutation order = new Permutation(size, 7, 1);

        long[] taken = LongStream.range(0, size).map(order::apply).sorted().toArray();

        assertThat(taken).isEqualTo(LongStream.range(0, size).toArray());
    }

    @Test
    void staysInsideAHugeRange() {
        long size = (1L << 40) + 1;
        Permutation order = new Permutation(size, 7, 1);

        assertThat(LongStream.range(0, 1000).map(order::apply))
                .doesNotHaveDuplicates()
                .allMatch(number -> number >= 0 && number < size);
    }

    @Test
    void isAnotherOrderForAnotherSeedOrPurpose() {
        assertThat(order(7, 1)).isEqualTo(order(7, 1));
        assertThat(order(7, 1)).isNotEqualTo(order(8, 1)).isNotEqualTo(order(7, 2));
        assertThat(order(7, 1)).isNotEqualTo(LongStream.range(0, 100).toArray());
    }

    @Test
    void refusesNumbersOutsideTheRange() {
        assertThatThrownBy(() -> new Permutation(0, 7, 1)).hasMessageContaining("size 0");
        assertThatThrownBy(() -> new Permutation(5, 7, 1).apply(5)).hasMessageContaining("[0, 5)");
    }

    private static long[] order(long seed, long purpose) {
        Permutation order = new Permutation(100, seed, purpose);
        return LongStream.range(0, 100).map(order::apply).toArray();
    }
}
