package io.kindred.tools.kafka;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class SeenRecordsTest {

    @Test
    void countOnceAndKeepTheFirstTime() {
        SeenRecords records = new SeenRecords(3);

        assertThat(records.see(2, 10)).isTrue();
        assertThat(records.see(2, 20)).isFalse();
        assertThat(records.see(0, 30)).isTrue();
        assertThat(records.left()).isEqualTo(1);
        assertThat(records.times()).containsExactly(30, 0, 10);
    }

    @Test
    void areDrawnFromOnlyWhenSeen() {
        SeenRecords records = new SeenRecords(100);
        SplittableRandom random = new SplittableRandom(1);
        assertThat(records.any(random)).isEmpty();

        records.see(40, 1);
        records.see(7, 2);

        Set<Integer> drawn = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            drawn.add(records.any(random).orElseThrow());
        }
        assertThat(drawn).containsExactlyInAnyOrder(7, 40);
    }
}
