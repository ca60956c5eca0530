package io.kindred.flink.operator;

import io.kindred.offline.FactCheck;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Gathers what shards have under each key, and in the end holds it against the state of the
 * operator of the same uid. Tells what is wrong, as text with the key before it.
 *
 * <p>State: that of the other operator, a {@code ValueState} of bytes, and {@code offline-facts},
 * of which no checkpoint is ever taken. Facts and keys are on disk, so that however many there are
 * they take no memory.
 *
 * @param <K> the key
 */
public final class FactCheckOperator<K> extends AbstractStreamOperator<String>
        implements OneInputStreamOperator<Tuple2<K, byte[]>, String>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private static final String FACTS = "offline-facts";

    private final String stateName;
    private final FactCheck check;

    private transient ValueState<byte[]> stored;
    private transient ValueState<byte[]> gathered;

    /**
     * With what to hold against what.
     *
     * @param stateName the lasting name of the other operator's state
     */
    public FactCheckOperator(String stateName, FactCheck check) {
        this.stateName = stateName;
        this.check = check;
    }

    @Override
    public void open() throws Exception {
        super.open();
        stored = state(stateName);
        gathered = state(FACTS);
    }

    private ValueState<byte[]> state(String name) throws Exception {
        return getKeyedStateBackend()
                .getPartitionedState(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        new ValueStateDescriptor<>(
                                name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(StreamRecord<Tuple2<K, byte[]>> element) throws Exception {
        byte[] before = gathered.value();
        ByteWriter writer = new ByteWriter();
        if (before != null) {
            writer.raw(before);
        }
        gathered.update(writer.bytes(element.getValue().f1).toBytes());
    }

    @Override
    public void endInput() throws Exception {
        walk(stateName, false);
        walk(FACTS, true);
    }

    private void walk(String name, boolean onlyWithoutOther) throws Exception {
        try (var keys = getKeyedStateBackend().getKeys(name, VoidNamespace.INSTANCE)) {
            for (Iterator<?> each = keys.iterator(); each.hasNext(); ) {
                Object key = each.next();
                setCurrentKey(key);
                byte[] other = stored.value();
                if (!onlyWithoutOther || other == null) {
                    check(other)
                            .ifPresent(
                                    wrong ->
                                            output.collect(
                                                    new StreamRecord<>(shown(key) + ": " + wrong)));
                }
            }
        }
    }

    private Optional<String> check(byte @Nullable [] other) throws Exception {
        try {
            return check.check(other, facts());
        } catch (CorruptStateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private List<byte[]> facts() throws Exception {
        List<byte[]> facts = new ArrayList<>();
        byte[] all = gathered.value();
        if (all != null) {
            ByteReader reader = new ByteReader(FACTS, all);
            while (!reader.isAtEnd()) {
                facts.add(reader.bytes());
            }
        }
        return facts;
    }

    /** Fields of an identity are joined by what cannot be shown. */
    private static String shown(Object key) {
        return key.toString().replace('\u001f', '/');
    }
}
