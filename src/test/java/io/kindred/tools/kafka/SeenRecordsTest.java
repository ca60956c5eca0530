package io.kindred.tools.kafka;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class SeenRecordsTest {

    @Test
    void countsARecordOnceAndKeepsItsFirstTime() {
        SeenRecords records = new SeenRecords(3);

        assertThat(records.add(2, 10)).isTrue();
        assertThat(records.add(2, 20)).isFalse();
        assertThat(records.add(0, 30)).isTrue();
        assertThat(records.remaining()).isEqualTo(1);
        assertThat(records.times()).containsExactly(30, 0, 10);
    }

    @Test
    void picksOnlyRecordsThatHaveArrived() {
        SeenRecords records = new SeenRecords(100);
        SplittableRandom random = new SplittableRandom(1);
        assertThat(records.pickAny(random)).isEmpty();

        records.add(40, 1);
        records.add(7, 2);

        Set<Integer> drawn = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            drawn.add(records.pickAny(random).orElseThrow());
        }
        assertThat(drawn).containsExactlyInAnyOrder(7, 40);
    }
}
