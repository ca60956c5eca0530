package io.kindred.flink.operator;

import io.kindred.flink.internal.GroupKeys;
import io.kindred.model.Input;
import io.kindred.model.SnapshotRow;
import io.kindred.model.SourceEnd;
import io.kindred.model.SourceRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Marks the records of a source as those of a full snapshot, and sends its end to all key groups of
 * the {@link SnapshotOperator}, behind the records.
 */
public final class SnapshotMarker extends RichFlatMapFunction<Input, Input> {

    private static final long serialVersionUID = 1L;

    private final int groups;

    private transient GroupKeys keys;

    /**
     * Creates the function.
     *
     * @param groups the number of key groups of the operator
     */
    public SnapshotMarker(int groups) {
        this.groups = groups;
    }

    @Override
    public void open(OpenContext context) {
        keys = new GroupKeys(groups);
    }

    @Override
    public void flatMap(Input input, Collector<Input> out) {
        if (input instanceof SourceEnd end) {
            for (int group = 0; group < groups; group++) {
                out.collect(end.to(keys.ofGroup(group)));
            }
        } else {
            out.collect(input instanceof SourceRecord record ? new SnapshotRow(record) : input);
        }
    }
}
