package io.kindred.flink.operator;

import org.junit.jupiter.api.Test;

import java.util.Iterator;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ArrivalOrderTest {

    @Test
    void growsEvenIfTheClockStandsOrGoesBack() {
        Iterator<Long> micros = List.of(-5L, 7L, 7L, 3L, 100L).iterator();
        ArrivalOrder order = new ArrivalOrder(micros::next);
        assertThat(List.of(order.next(), order.next(), order.next(), order.next(), order.next()))
                .containsExactly(-5L, 7L, 8L, 9L, 100L);
    }
}
