package io.kindred.storage;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ByteKeyTest {

    @Test
    void comparesByContent() {
        ByteKey key = new ByteKey(TestBytes.of(1, 255));
        assertThat(key)
                .isEqualTo(new ByteKey(TestBytes.of(1, 255)))
                .hasSameHashCodeAs(new ByteKey(TestBytes.of(1, 255)))
                .isNotEqualTo(new ByteKey(TestBytes.of(1)))
                .isNotEqualTo(new ByteKey(TestBytes.of(255, 1)));
    }

    @Test
    void readsAndShowsHex() {
        assertThat(new ByteKey(TestBytes.of(0, 10, 255))).hasToString("000aff");
        assertThat(ByteKey.ofHex("000aff").bytes()).containsExactly(0, 10, 255);
    }
}
