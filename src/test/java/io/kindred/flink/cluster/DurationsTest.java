package io.kindred.flink.cluster;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "PT-1S, 0 ms",
        "PT0.25S, 250 ms",
        "PT59.9S, 59 s",
        "PT60S, 1 min 0 s",
        "PT3599S, 59 min 59 s",
        "PT2H10M, 2 h 10 min",
        "P3DT4H5M, 3 d 4 h"
    })
    void hasTwoUnitsAtMost(Duration duration, String text) {
        assertThat(Durations.text(duration)).isEqualTo(text);
    }
}
