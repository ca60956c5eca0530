package io.kindred.resolve.emit;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class EmissionLimitTest {

    private static final EmissionLimit LIMIT = new EmissionLimit(3, Duration.ofMillis(50));

    @Test
    void isLargeWithMoreRecordsThanTheLimit() {
        assertThat(LIMIT.isLarge(3)).isFalse();
        assertThat(LIMIT.isLarge(4)).isTrue();
        assertThat(EmissionLimit.NONE.isLarge(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void waitsInProportionFromTenTimesTheLimitOn() {
        assertThat(LIMIT.intervalOf(4)).isEqualTo(50);
        assertThat(LIMIT.intervalOf(59)).isEqualTo(50);
        assertThat(LIMIT.intervalOf(60)).isEqualTo(100);
        assertThat(LIMIT.intervalOf(3_000)).isEqualTo(5_000);
        assertThat(new EmissionLimit(3, Duration.ZERO).intervalOf(3_000)).isZero();
    }
}
