package io.kindred.flink.operator;

import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * An operator that puts off work on a key for some time, so that what changes again and again is
 * told once. At the end of the input nothing is put off any longer.
 *
 * <p>An operator rather than a function because only an operator can set the key and so walk all of
 * them at the end of the input.
 *
 * <p>Keyed. State: {@code due}, when the work on the key is to be done, in milliseconds of
 * processing time; there while it is put off. Timers of the service {@code due}, restored with the
 * state.
 */
abstract class AbstractDeferringOperator<O> extends AbstractStreamOperator<O>
        implements Triggerable<Object, VoidNamespace> {

    private static final long serialVersionUID = 1L;
    private static final String DUE = "due";

    /** How many keys the end of the input holds in memory at a time. */
    private static final int KEYS_AT_A_TIME = 50_000;

    private transient ValueState<Long> due;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient boolean isEnding;

    /** Does what was put off for the current key, which is deferred no more. */
    abstract void onDue() throws Exception;

    /** Opens what this class needs; an operator that opens more calls this first. */
    @Override
    public void open() throws Exception {
        super.open();
        due = due(getKeyedStateBackend());
        timers = getInternalTimerService(DUE, VoidNamespaceSerializer.INSTANCE, this);
    }

    /** When the work on the current key is to be done; see this class. */
    static ValueState<Long> due(KeyedStateBackend<?> backend) throws Exception {
        return backend.getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new ValueStateDescriptor<>(DUE, Types.LONG));
    }

    /**
     * Has {@link #onDue} called for the current key after so many milliseconds, or earlier if the
     * input ends. If that is already to happen, it happens when it was to.
     *
     * @throws IllegalStateException if the input is at its end, after which nothing happens
     */
    final void defer(long millis) throws Exception {
        if (isEnding) {
            throw new IllegalStateException("nothing can be put off beyond the end of the input");
        }
        if (due.value() == null) {
            long at = timers.currentProcessingTime() + millis;
            due.update(at);
            timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, at);
        }
    }

    /** Whether the input is at its end, so that what is done now is done for good. */
    final boolean isEnding() {
        return isEnding;
    }

    /** Whether something is put off for the current key. */
    final boolean isDeferred() throws Exception {
        return due.value() != null;
    }

    /** Has {@link #onDue} not called for the current key after all. */
    final void undefer() throws Exception {
        Long at = due.value();
        if (at != null) {
            timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, at);
            due.clear();
        }
    }

    @Override
    public final void onProcessingTime(InternalTimer<Object, VoidNamespace> timer)
            throws Exception {
        due.clear();
        onDue();
    }

    @Override
    public final void onEventTime(InternalTimer<Object, VoidNamespace> timer) {
        throw new IllegalStateException("a timer of event time, which nobody set");
    }

    /**
     * Does all that was put off; to be called when all inputs are at their end.
     *
     * <p>The keys are taken in parts, and a part's walk is closed before its keys are settled: a
     * heap backend forbids to change what is walked, and no step may hold all keys. A later part
     * has to pass what earlier ones removed, which is cheap as long as there are few parts.
     */
    final void settle() throws Exception {
        isEnding = true;
        List<Object> part = deferredKeys();
        while (!part.isEmpty()) {
            for (Object key : part) {
                setCurrentKey(key);
                undefer();
                onDue();
            }
            part = deferredKeys();
        }
    }

    private List<Object> deferredKeys() {
        List<Object> part = new ArrayList<>();
        try (var keys = getKeyedStateBackend().getKeys(DUE, VoidNamespace.INSTANCE)) {
            Iterator<?> each = keys.iterator();
            while (each.hasNext() && part.size() < KEYS_AT_A_TIME) {
                part.add(each.next());
            }
        }
        return part;
    }
}
