package io.kindred.tools.bench;

import org.junit.jupiter.api.Test;

import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class LatencyTest {

    @Test
    void computesQuantiles() {
        long[] millis = LongStream.rangeClosed(1, 200).map(each -> 201 - each).toArray();

        assertThat(Latency.of(millis)).isEqualTo(new Latency(200, 100, 198, 200));
        assertThat(Latency.of(new long[] {7})).isEqualTo(new Latency(1, 7, 7, 7));
    }

    @Test
    void isZeroWithoutSamples() {
        assertThat(Latency.of(new long[0])).isEqualTo(new Latency(0, 0, 0, 0));
    }
}
