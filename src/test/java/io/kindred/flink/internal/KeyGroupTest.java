package io.kindred.flink.internal;

import io.kindred.storage.keyed.KeyGroup;
import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class KeyGroupTest {

    @Test
    void itIsFlinksForAllKeys() {
        assertThat(KeyGroup.of("")).isEqualTo(KeyGroups.of("", KeyGroup.COUNT));
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            String key = "person\u001fcrm\u001f" + Long.toString(random.nextLong(), 36);
            assertThat(KeyGroup.of(key)).isEqualTo(KeyGroups.of(key, KeyGroup.COUNT));
        }
    }
}
