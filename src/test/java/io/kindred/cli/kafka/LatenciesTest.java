package io.kindred.cli.kafka;

import org.junit.jupiter.api.Test;

import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class LatenciesTest {

    @Test
    void aQuantileIsWhatSoManyDoNotExceed() {
        long[] millis = LongStream.rangeClosed(1, 200).map(each -> 201 - each).toArray();

        assertThat(Latencies.of(millis)).isEqualTo(new Latencies(200, 100, 198, 200));
        assertThat(Latencies.of(new long[] {7})).isEqualTo(new Latencies(1, 7, 7, 7));
    }

    @Test
    void ofNothingAreZero() {
        assertThat(Latencies.of(new long[0])).isEqualTo(new Latencies(0, 0, 0, 0));
    }
}
