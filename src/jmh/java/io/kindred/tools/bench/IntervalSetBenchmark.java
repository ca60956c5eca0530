package io.kindred.tools.bench;

import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The operations on times that key entries and golden records need most. Most records have one
 * interval.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IntervalSetBenchmark {

    @Param({"1", "16"})
    private int intervals;

    private IntervalSet one = IntervalSet.EMPTY;
    private IntervalSet other = IntervalSet.EMPTY;

    @Setup
    public void makeSets() {
        one = spread(0);
        other = spread(5);
    }

    /** Intervals of length 6 that begin every 10 points. */
    private IntervalSet spread(int from) {
        List<Interval> parts = new ArrayList<>();
        for (int i = 0; i < intervals; i++) {
            parts.add(new Interval(from + 10L * i, from + 10L * i + 6));
        }
        return IntervalSet.of(parts);
    }

    @Benchmark
    public IntervalSet intersection() {
        return one.intersection(other);
    }

    @Benchmark
    public IntervalSet union() {
        return one.union(other);
    }

    @Benchmark
    public boolean overlaps() {
        return one.overlaps(other);
    }
}
