package io.kindred.tools.bench;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static org.assertj.core.api.Assertions.assertThat;

class OpenLoopTest {

    private static final long MS = 1_000_000;

    /** A clock that moves only when somebody waits or works. */
    private static final class FakeClock implements OpenLoop.Clock {
        private long now = 7 * MS;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void await(long nanos) {
            now = Math.max(now, nanos);
        }
    }

    private final FakeClock clock = new FakeClock();

    @Test
    void sendsWhenARequestIsDue() throws InterruptedException {
        List<Long> sent = new ArrayList<>();
        OpenLoop.Times times =
                new OpenLoop(clock, 100, 1)
                        .run(
                                4,
                                number -> {
                                    sent.add(clock.now / MS);
                                    clock.now += 3 * MS;
                                    return 200 + number;
                                });

        assertThat(sent).containsExactly(7L, 17L, 27L, 37L);
        assertThat(times.latencyNanos()).containsOnly(3 * MS);
        assertThat(times.statuses()).containsExactly(200, 201, 202, 203);
        assertThat(times.perSecond()).isEqualTo(100);
    }

    @Test
    void countsFromWhenARequestWasDueIfTheServerStops() throws InterruptedException {
        OpenLoop.Times times =
                new OpenLoop(clock, 100, 1)
                        .run(
                                5,
                                number -> {
                                    clock.now += number == 1 ? 35 * MS : MS;
                                    return 200;
                                });

        // Due at 0, 10, 20, 30 and 40 ms; those after the slow one wait for it.
        assertThat(times.latencyNanos()).containsExactly(MS, 35 * MS, 26 * MS, 17 * MS, 8 * MS);
        assertThat(ServeReport.isKept(100, times.perSecond())).isFalse();
    }

    @Test
    void sendsEachRequestOnceOverSeveralConnections() throws InterruptedException {
        Set<Integer> numbers = ConcurrentHashMap.newKeySet();
        OpenLoop.Times times =
                new OpenLoop(OpenLoop.SYSTEM, Double.POSITIVE_INFINITY, 4)
                        .run(
                                1_000,
                                number -> {
                                    assertThat(numbers.add(number)).isTrue();
                                    return 200;
                                });

        assertThat(numbers).hasSize(1_000);
        assertThat(times.statuses()).containsOnly(200);
    }
}
