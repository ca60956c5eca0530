package io.kindred.flink.internal;

import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Delayed work on keys, at most one per key, so that a key with many changes is emitted once. At
 * the end of the input all of it is done at once.
 *
 * <p>Keyed state: {@code due}, the processing time in milliseconds at which the work on the key is
 * due; absent if none is scheduled. Timers of the service {@code due}, restored with the state.
 */
public final class KeyTimers implements Triggerable<Object, VoidNamespace> {

    private static final String DUE = "due";

    /** The number of keys that {@link #end} keeps in memory at a time. */
    private static final int CHUNK_KEYS = 50_000;

    private final KeyedStates<Object> states;
    private final Work work;
    private final ValueState<Long> due;
    private final InternalTimerService<VoidNamespace> timers;
    private boolean isEnding;

    /** Work on the current key, whose timer has been removed. */
    @FunctionalInterface
    public interface Work {

        void run() throws Exception;
    }

    /** Creates the timers of an operator, in its {@code open}. */
    public KeyTimers(KeyedOperator<?> operator, Work work) throws Exception {
        this.states = operator.states();
        this.work = work;
        this.due = due(states);
        this.timers = operator.getInternalTimerService(DUE, VoidNamespaceSerializer.INSTANCE, this);
    }

    /** The state {@code due}, see this class. */
    public static ValueState<Long> due(KeyedStates<?> states) throws Exception {
        return states.value(DUE, Types.LONG);
    }

    /**
     * Schedules the work on the current key after a delay, or at the end of the input if that is
     * earlier. Work that is already scheduled is not changed.
     *
     * @param millis the delay in milliseconds
     * @throws IllegalStateException at the end of the input
     */
    public void schedule(long millis) {
        if (isEnding) {
            throw new IllegalStateException("cannot schedule work after the end of the input");
        }
        if (!isScheduled()) {
            long at = timers.currentProcessingTime() + millis;
            try {
                due.update(at);
            } catch (IOException e) {
                throw new StateAccessException(DUE, "put", e);
            }
            timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, at);
        }
    }

    /** Whether work on the current key is scheduled. */
    public boolean isScheduled() {
        return dueTime() != null;
    }

    /** Whether {@link #end} is running, so that nothing can be scheduled any more. */
    public boolean isEnding() {
        return isEnding;
    }

    /** Cancels the work on the current key. */
    public void cancel() {
        Long at = dueTime();
        if (at != null) {
            timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, at);
            due.clear();
        }
    }

    private @Nullable Long dueTime() {
        try {
            return due.value();
        } catch (IOException e) {
            throw new StateAccessException(DUE, "get", e);
        }
    }

    @Override
    public void onProcessingTime(InternalTimer<Object, VoidNamespace> timer) throws Exception {
        due.clear();
        work.run();
    }

    @Override
    public void onEventTime(InternalTimer<Object, VoidNamespace> timer) {
        throw new IllegalStateException(
                "an event-time timer, but only processing-time timers are set");
    }

    /**
     * Does all scheduled work; must be called when all inputs have ended.
     *
     * <p>The keys are processed in chunks, and the iteration is closed before a chunk is processed.
     * A heap backend does not allow changes during an iteration, and memory must not grow with the
     * number of keys. Later chunks skip what earlier ones removed, which is cheap for few chunks.
     */
    public void end() throws Exception {
        isEnding = true;
        List<Object> chunk = scheduledKeys();
        while (!chunk.isEmpty()) {
            for (Object key : chunk) {
                states.setKey(key);
                cancel();
                work.run();
            }
            chunk = scheduledKeys();
        }
    }

    private List<Object> scheduledKeys() {
        try (Stream<Object> keys = states.keys(DUE)) {
            return keys.limit(CHUNK_KEYS).toList();
        }
    }
}
