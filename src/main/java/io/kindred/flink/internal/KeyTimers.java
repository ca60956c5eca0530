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
 * Work on keys that is scheduled for later, at most once for each key, so that what changes again
 * and again is emitted once. At the end of the input all of it is done at once.
 *
 * <p>Keyed state: {@code due}, when the work on the key is to be done, in milliseconds of
 * processing time; there while it is scheduled. Timers of the service {@code due}, restored with
 * the state.
 */
public final class KeyTimers implements Triggerable<Object, VoidNamespace> {

    private static final String DUE = "due";

    /** How many keys the end of the input holds in memory at a time. */
    private static final int KEYS_AT_A_TIME = 50_000;

    private final KeyedStates<Object> states;
    private final Work work;
    private final ValueState<Long> due;
    private final InternalTimerService<VoidNamespace> timers;
    private boolean isEnding;

    /** What is done with the current key, which is scheduled no more. */
    @FunctionalInterface
    public interface Work {

        /** Does it. */
        void run() throws Exception;
    }

    /** Of an operator that opens. */
    public KeyTimers(KeyedOperator<?> operator, Work work) throws Exception {
        this.states = operator.states();
        this.work = work;
        this.due = due(states);
        this.timers = operator.getInternalTimerService(DUE, VoidNamespaceSerializer.INSTANCE, this);
    }

    /** When the work on the current key is to be done; see this class. */
    public static ValueState<Long> due(KeyedStates<?> states) throws Exception {
        return states.value(DUE, Types.LONG);
    }

    /**
     * Schedules the work on the current key in so many milliseconds, or at the end of the input if
     * that is earlier. If it is scheduled already, it stays as it is.
     *
     * @throws IllegalStateException if the input is at its end, after which nothing happens
     */
    public void schedule(long millis) {
        if (isEnding) {
            throw new IllegalStateException("nothing can be put off beyond the end of the input");
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

    /** Whether the input is at its end, so that what is done now is done for good. */
    public boolean isEnding() {
        return isEnding;
    }

    /** Has nothing done with the current key after all. */
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
        throw new IllegalStateException("a timer of event time, which nobody set");
    }

    /**
     * Does all that is scheduled; to be called when all inputs are at their end.
     *
     * <p>The keys are taken in parts, and a part's walk is closed before its keys are settled: a
     * heap backend forbids to change what is walked, and no step may hold all keys. A later part
     * has to pass what earlier ones removed, which is cheap as long as there are few parts.
     */
    public void end() throws Exception {
        isEnding = true;
        List<Object> part = scheduledKeys();
        while (!part.isEmpty()) {
            for (Object key : part) {
                states.setKey(key);
                cancel();
                work.run();
            }
            part = scheduledKeys();
        }
    }

    private List<Object> scheduledKeys() {
        try (Stream<Object> keys = states.keys(DUE)) {
            return keys.limit(KEYS_AT_A_TIME).toList();
        }
    }
}
