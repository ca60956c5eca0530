package io.kindred.flink.operator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class ReconcileLanesTest {

    /** State is laid out by them. */
    @ParameterizedTest
    @CsvSource({"person, 21", "company, 61", "*, 42", "😀, 35"})
    void lanesNeverChange(String entityType, int lane) {
        assertThat(ReconcileLanes.lane(entityType)).isEqualTo(lane);
    }

    @Test
    void everyLaneIsUsed() {
        Set<Integer> lanes =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> ReconcileLanes.lane("type " + i))
                        .collect(Collectors.toSet());
        assertThat(lanes)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, ReconcileLanes.COUNT).boxed().toList());
    }
}
