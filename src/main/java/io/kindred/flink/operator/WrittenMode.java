package io.kindred.flink.operator;

import io.kindred.flink.config.OutputMode;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

import java.util.List;
import java.util.Locale;

/**
 * The output mode that the state of a publishing operator was written in; the job must continue in
 * the same mode. Operator state: {@code output-mode}, the mode's name once per subtask.
 */
final class WrittenMode {

    private final ListState<String> state;
    private final OutputMode mode;

    private WrittenMode(ListState<String> state, OutputMode mode) {
        this.state = state;
        this.mode = mode;
    }

    /**
     * Checks the mode of the restored state.
     *
     * @throws IllegalStateException if the state was written in another mode
     */
    static WrittenMode restore(OperatorStateStore store, OutputMode mode) throws Exception {
        ListState<String> state =
                store.getListState(new ListStateDescriptor<>("output-mode", Types.STRING));
        for (String before : state.get()) {
            if (!before.equals(mode.name())) {
                throw new IllegalStateException(
                        "the state was written with output: "
                                + before.toLowerCase(Locale.ROOT)
                                + " and cannot continue with output: "
                                + mode.name().toLowerCase(Locale.ROOT)
                                + "; keep that mode, or migrate the records with"
                                + " jobs/migrate.sh");
            }
        }
        return new WrittenMode(state, mode);
    }

    /** Writes the mode; must be called for every checkpoint. */
    void snapshot() throws Exception {
        state.update(List.of(mode.name()));
    }
}
