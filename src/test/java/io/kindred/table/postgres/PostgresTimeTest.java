package io.kindred.table.postgres;

import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;

import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresTimeTest {

    @Test
    void writesTimesOfAnyYear() {
        assertThat(timestamp("2020-01-31T12:34:56.789Z")).isEqualTo("2020-01-31 12:34:56.789+00");
        assertThat(timestamp("+012020-01-31T00:00:00Z")).isEqualTo("12020-01-31 00:00:00.000+00");
        assertThat(timestamp("0000-12-31T00:00:00Z")).isEqualTo("0001-12-31 00:00:00.000+00 BC");
    }

    @Test
    void timesThatPostgresHasNotAreInfinite() {
        assertThat(PostgresTime.timestamp(Long.MIN_VALUE)).isEqualTo("-infinity");
        assertThat(PostgresTime.timestamp(Long.MAX_VALUE)).isEqualTo("infinity");
    }

    @Test
    void absentBoundsOfARangeAreAbsent() {
        assertThat(PostgresTime.range(Timeline.INTEGER, 3L, null)).isEqualTo("[3,)");
        assertThat(PostgresTime.range(Timeline.MILLIS, null, 0L))
                .isEqualTo("[,\"1970-01-01 00:00:00.000+00\")");
    }

    private static String timestamp(String time) {
        return PostgresTime.timestamp(Instant.parse(time).toEpochMilli());
    }
}
