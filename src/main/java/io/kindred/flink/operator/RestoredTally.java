package io.kindred.flink.operator;

import io.kindred.storage.keyed.CountedExample;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Tally} that survives restarts, exposed as an accumulator. Its state is a list of {@link
 * CountedExample}s as bytes. After rescaling, a subtask gets some of them or none; the sums over
 * all subtasks stay the same.
 */
final class RestoredTally {

    private final ListState<byte[]> state;
    private final Tally tally;

    private RestoredTally(ListState<byte[]> state, int names) {
        this.state = state;
        this.tally = new Tally(names);
    }

    /**
     * Restores a tally and registers its accumulator.
     *
     * @param names how many names are counted, see {@link Tally}
     */
    static RestoredTally restore(
            String name, int names, OperatorStateStore store, RuntimeContext context)
            throws Exception {
        RestoredTally restored =
                new RestoredTally(
                        store.getListState(
                                new ListStateDescriptor<>(
                                        name,
                                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)),
                        names);
        for (byte[] bytes : restored.state.get()) {
            CountedExample counted = CountedExample.FORMAT.read(bytes);
            restored.tally.add(
                    new Tally.Counted(counted.name(), counted.count(), counted.example()));
        }
        context.addAccumulator(name, restored.tally);
        return restored;
    }

    Tally tally() {
        return tally;
    }

    void snapshot() throws Exception {
        List<byte[]> entries = new ArrayList<>();
        for (Tally.Counted counted : tally.getLocalValue().values()) {
            entries.add(
                    CountedExample.FORMAT.write(
                            new CountedExample(
                                    counted.name(), counted.count(), counted.example())));
        }
        state.update(entries);
    }
}
