package io.kindred.tools.bench;

import io.kindred.codec.OntologyReader;
import io.kindred.model.SourceRecord;
import io.kindred.resolve.ShardEngine;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Timeline;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Accepts and flushes batches of new records with tables in memory: the engine without a state
 * backend.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 20)
@Fork(1)
public class ShardEngineBenchmark {

    private static final int BATCH = 1000;

    private final GeneratedRecords records = new GeneratedRecords();
    private final ShardEngine engine =
            new ShardEngine(
                    OntologyReader.read(BenchJob.ONTOLOGY, BenchJob.ontology()),
                    Timeline.MILLIS,
                    new InMemoryShardTables());
    private List<SourceRecord> batch = List.of();

    @Setup(Level.Invocation)
    public void makeRecords() {
        batch = new ArrayList<>();
        while (batch.size() < BATCH) {
            batch.add(records.next());
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void acceptAndFlush(Blackhole updates) {
        for (SourceRecord record : batch) {
            engine.accept(record);
        }
        engine.flush(updates::consume);
    }
}
