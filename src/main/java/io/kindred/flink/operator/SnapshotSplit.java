package io.kindred.flink.operator;

import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Input;
import io.kindred.model.SourceRecord;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.util.Set;

/**
 * Sends the records of perspectives that come as full snapshots to the {@link SnapshotOperator},
 * also those from other sources, such as erasures. All other inputs are the output.
 */
public final class SnapshotSplit extends ProcessFunction<Input, Input> {

    /** Side output: the records of the perspectives. */
    public static final OutputTag<Input> OF_SNAPSHOTS =
            new OutputTag<>("of-snapshots", FormatTypeInformation.INPUT);

    private static final long serialVersionUID = 1L;

    private final Set<String> perspectives;

    /** Splits off the records of these perspectives. */
    public SnapshotSplit(Set<String> perspectives) {
        this.perspectives = Set.copyOf(perspectives);
    }

    @Override
    public void processElement(Input input, Context context, Collector<Input> out) {
        if (input instanceof SourceRecord record
                && perspectives.contains(record.identity().perspective())) {
            context.output(OF_SNAPSHOTS, input);
        } else {
            out.collect(input);
        }
    }
}
