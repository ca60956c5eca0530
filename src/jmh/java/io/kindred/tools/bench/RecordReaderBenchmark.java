package io.kindred.tools.bench;

import io.kindred.model.SourceRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/** Reads a record of six values from a line of JSON. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecordReaderBenchmark {

    private static final int LINES = 1024;

    private final GeneratedRecords records = new GeneratedRecords();
    private final byte[][] lines = new byte[LINES][];
    private int next;

    @Setup
    public void makeLines() {
        for (int i = 0; i < LINES; i++) {
            lines[i] = records.nextLine();
        }
    }

    @Benchmark
    public SourceRecord read() {
        next = (next + 1) % LINES;
        return records.read(lines[next]);
    }
}
