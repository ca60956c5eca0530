package io.kindred.tools.bench;

import io.kindred.model.Entity;
import io.kindred.model.GoldenValue;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.storage.keyed.UpdateFormat;
import io.kindred.temporal.Interval;
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

/** Writes and reads the update of an entity, as it is sent from the shard to publish. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class UpdateFormatBenchmark {

    private static final int VALUES = 6;

    @Param({"1", "100"})
    private int records;

    private Update update = new Update.EntityRetired("person", "person-1", List.of());
    private byte[] bytes = {};

    /** An entity of so many records, with six golden values. */
    @Setup
    public void makeUpdate() {
        List<RecordIdentity> identities = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            identities.add(new RecordIdentity("person", "crm", String.format("%08d", i)));
        }
        List<GoldenValue> golden = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            golden.add(new GoldenValue("attribute" + i, "value " + i, Interval.ALWAYS));
        }
        update =
                new Update.EntityUpsert(
                        new Entity(
                                "person-08fb514315d821ba6a3c7b7e0f0ee0a3",
                                "person",
                                identities,
                                golden));
        bytes = UpdateFormat.INSTANCE.write(update);
    }

    @Benchmark
    public byte[] write() {
        return UpdateFormat.INSTANCE.write(update);
    }

    @Benchmark
    public Update read() {
        return UpdateFormat.INSTANCE.read(bytes);
    }
}
