package io.kindred.flink.operator;

import io.kindred.flink.config.OutputMode;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

import java.util.List;
import java.util.Locale;

/**
 * The mode that the state of a publishing operator was written in, which it cannot go on without.
 * Operator state: {@code output-mode}, the mode's name once for each subtask.
 */
final class WrittenMode {

    private final ListState<String> state;
    private final OutputMode mode;

    private WrittenMode(ListState<String> state, OutputMode mode) {
        this.state = state;
        this.mode = mode;
    }

    /**
     * Looks at what the state was written in.
     *
     * @throws IllegalStateException if it was another mode
     */
    static WrittenMode restore(OperatorStateStore store, OutputMode mode) throws Exception {
        ListState<String> state =
                store.getListState(new ListStateDescriptor<>("output-mode", Types.STRING));
        for (String before : state.get()) {
            if (!before.equals(mode.name())) {
                throw new IllegalStateException(
                        "the state was written with output: "
                                + before.toLowerCase(Locale.ROOT)
                                + " and cannot go on with output: "
                                + mode.name().toLowerCase(Locale.ROOT)
                                + "; go on with the one it was written with, or carry it over with"
                                + " jobs/migrate.sh");
            }
        }
        return new WrittenMode(state, mode);
    }

    /** Writes the mode; must come with every checkpoint. */
    void snapshot() throws Exception {
        state.update(List.of(mode.name()));
    }
}
