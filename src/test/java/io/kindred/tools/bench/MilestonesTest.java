package io.kindred.tools.bench;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MilestonesTest {

    private static final long SECOND = 1_000_000_000L;
    private static final List<Long> HEAP = Collections.nCopies(10, 5L);

    @Test
    void interpolatesBetweenTwoCounts() {
        Milestones milestones = new Milestones(1000);

        assertThat(milestones.addCount(50, SECOND)).isFalse();
        assertThat(milestones.addCount(250, 3 * SECOND)).isTrue();
        assertThat(milestones.windowsDone()).isEqualTo(2);
        assertThat(milestones.addCount(1000, 10 * SECOND)).isTrue();

        List<RunReport.Window> windows = milestones.windows(HEAP);
        assertThat(windows).hasSize(10);
        assertThat(windows.get(0).seconds()).isCloseTo(1.5, within(1e-9));
        assertThat(windows.get(0).recordsPerSecond()).isCloseTo(100 / 1.5, within(1e-9));
        assertThat(windows.get(1).seconds()).isCloseTo(1, within(1e-9));
        assertThat(windows.get(9))
                .satisfies(
                        last -> {
                            assertThat(last.fromRecord()).isEqualTo(900);
                            assertThat(last.toRecord()).isEqualTo(1000);
                            assertThat(last.heapBytesAfterGc()).isEqualTo(5);
                        });
        assertThat(windows.stream().mapToDouble(RunReport.Window::seconds).sum())
                .isCloseTo(milestones.seconds(), within(1e-9));
        assertThat(milestones.seconds()).isCloseTo(10, within(1e-9));
    }

    @Test
    void comparesTheLastWindowWithTheSecond() {
        Milestones milestones = new Milestones(1000);
        milestones.addCount(100, 9 * SECOND);
        milestones.addCount(200, 10 * SECOND);
        milestones.addCount(900, 12 * SECOND);
        milestones.addCount(1000, 14 * SECOND);

        RunReport.Steadiness steadiness = milestones.lastToSecond();
        assertThat(steadiness.of()).isEqualTo("windows");
        assertThat(steadiness.secondPerSecond()).isCloseTo(100, within(1e-6));
        assertThat(steadiness.lastPerSecond()).isCloseTo(50, within(1e-6));
        assertThat(steadiness.ratio()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void comparesTheLastWholeMillionWithTheSecond() {
        Milestones milestones = new Milestones(3_500_000);
        milestones.addCount(1_000_000, 10 * SECOND);
        milestones.addCount(2_000_000, 12 * SECOND);
        milestones.addCount(3_000_000, 16 * SECOND);
        milestones.addCount(3_500_000, 100 * SECOND);

        assertThat(milestones.lastToSecond())
                .isEqualTo(new RunReport.Steadiness("millions", 500_000, 250_000, 0.5));
    }
}
