package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SnapshotConfig;
import io.kindred.flink.operator.SnapshotMarker;
import io.kindred.flink.operator.SnapshotOperator;
import io.kindred.flink.operator.SnapshotSplit;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Input;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The part of the graph that deletes what full snapshots lack; nothing in a job without any:
 *
 * <pre>
 * source of a snapshot ─► rows ──────┐
 *                                    ├─► snapshots ─┬─►
 * other sources ─► split ────────────┘              │
 *                    └──────────────────────────────┘
 * </pre>
 *
 * The operator is there in all runs of such a job, also in those that read no snapshot, so that its
 * state goes on.
 */
final class SnapshotGraph {

    private final JobConfig config;
    private final List<DataStream<Input>> rows = new ArrayList<>();
    private final List<DataStream<Input>> others = new ArrayList<>();

    SnapshotGraph(JobConfig config) {
        this.config = config;
    }

    /** Adds what a source of the job gives. */
    void add(String source, DataStream<Input> inputs) {
        if (config.snapshot(source).isEmpty()) {
            others.add(inputs);
            return;
        }
        rows.add(
                inputs.flatMap(new SnapshotMarker(JobGraphBuilder.KEY_GROUPS))
                        .returns(FormatTypeInformation.INPUT)
                        .name("rows of " + source)
                        .uid(Operators.snapshotRows(source)));
    }

    /** Adds what is no source of the job. */
    void add(DataStream<Input> inputs) {
        others.add(inputs);
    }

    /** All inputs, with the deletes. */
    DataStream<Input> inputs() {
        if (config.snapshots().isEmpty()) {
            return union(others);
        }
        List<DataStream<Input>> passed = new ArrayList<>();
        if (!others.isEmpty()) {
            SingleOutputStreamOperator<Input> split = split();
            rows.add(split.getSideOutput(SnapshotSplit.OF_SNAPSHOTS));
            passed.add(split);
        }
        SingleOutputStreamOperator<Input> snapshots =
                union(rows)
                        .keyBy(Input::key, Types.STRING)
                        .transform(
                                "snapshots",
                                FormatTypeInformation.INPUT,
                                new SnapshotOperator(
                                        config.snapshots(), config.retention().forgetAfter()))
                        .uid(Operators.SNAPSHOTS);
        snapshots.setMaxParallelism(JobGraphBuilder.KEY_GROUPS);
        passed.add(snapshots);
        return union(passed);
    }

    private SingleOutputStreamOperator<Input> split() {
        Set<String> perspectives =
                config.snapshots().stream()
                        .map(SnapshotConfig::perspective)
                        .collect(Collectors.toSet());
        return union(others)
                .process(new SnapshotSplit(perspectives), FormatTypeInformation.INPUT)
                .name("records of snapshots")
                .uid(Operators.SNAPSHOT_SPLIT);
    }

    private static DataStream<Input> union(List<DataStream<Input>> streams) {
        return streams.stream().reduce(DataStream::union).orElseThrow();
    }
}
