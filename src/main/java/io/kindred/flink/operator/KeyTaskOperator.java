package io.kindred.flink.operator;

import io.kindred.offline.Declaration;
import io.kindred.offline.KeyTask;
import io.kindred.offline.KeyTask.Part;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ClaimTables;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.OutputTables;
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

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Runs a task on each key of an operator beside the shards, at the end of its input, and sends the
 * {@linkplain RowPieces pieces} of the task's rows. The input is the declaration of the shards,
 * once for each subtask that needs it.
 *
 * <p>State: that of the operator of the same uid, of which no checkpoint is ever taken here.
 *
 * @param <K> the key
 */
public final class KeyTaskOperator<K> extends AbstractStreamOperator<byte[]>
        implements OneInputStreamOperator<Tuple2<K, String>, byte[]>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private final KeyTask task;
    private final Part part;
    private final int firstSubtask;

    private transient Walk walk;
    private transient @Nullable String declared;

    /**
     * With what to do where.
     *
     * @param firstSubtask the number of the first subtask; those of all operators that send rows
     *     differ
     */
    public KeyTaskOperator(KeyTask task, Part part, int firstSubtask) {
        this.task = task;
        this.part = part;
        this.firstSubtask = firstSubtask;
    }

    /** The state of the current key. */
    private interface Stored {
        boolean isThere() throws Exception;

        void visit(KeyTask.Visitor visitor, Object key) throws Exception;
    }

    /**
     * How to walk over all keys.
     *
     * @param state the name of the state that every key has
     * @param further those of states that a key may have besides
     */
    private record Walk(String state, List<String> further, Stored stored) {}

    @Override
    public void open() throws Exception {
        super.open();
        walk =
                switch (part) {
                    case REGISTRY ->
                            values(
                                    "registration",
                                    (visitor, key, value) ->
                                            visitor.registration((String) key, value));
                    case DIRECTORY ->
                            values(
                                    "key-counts",
                                    (visitor, key, value) -> visitor.counts((ByteKey) key, value));
                    case UNIQUENESS -> claims();
                    case PUBLISH, PUBLISH_ASSIGNMENTS -> outputs();
                    case PUBLISH_OF_ONLY_SHARD ->
                            values(
                                    AbstractPublishOperator.PUBLISHED,
                                    (visitor, key, value) -> visitor.output((String) key, value));
                };
    }

    private interface ValueVisit {
        void visit(KeyTask.Visitor visitor, Object key, byte[] value);
    }

    private Walk values(String name, ValueVisit visit) throws Exception {
        ValueState<byte[]> state =
                getKeyedStateBackend()
                        .getPartitionedState(
                                VoidNamespace.INSTANCE,
                                VoidNamespaceSerializer.INSTANCE,
                                new ValueStateDescriptor<>(
                                        name,
                                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        return new Walk(
                name,
                List.of(),
                new Stored() {
                    @Override
                    public boolean isThere() throws Exception {
                        return state.value() != null;
                    }

                    @Override
                    public void visit(KeyTask.Visitor visitor, Object key) throws Exception {
                        visit.visit(visitor, key, state.value());
                    }
                });
    }

    private Walk claims() throws Exception {
        ClaimTables tables = UniquenessOperator.tables(getKeyedStateBackend());
        ValueState<Long> due = AbstractDeferringOperator.due(getKeyedStateBackend());
        return new Walk(
                UniquenessOperator.CLAIMED_VALUES,
                UniquenessOperator.SIDE_STATES,
                new Stored() {
                    @Override
                    public boolean isThere() {
                        return tables.state().scan().hasNext();
                    }

                    @Override
                    public void visit(KeyTask.Visitor visitor, Object key) throws Exception {
                        visitor.claims((ByteKey) key, tables, due.value() != null, declaration());
                    }
                });
    }

    private Walk outputs() throws Exception {
        OutputTables tables = AbstractPublishOperator.tables(getKeyedStateBackend());
        ValueState<Long> due = AbstractDeferringOperator.due(getKeyedStateBackend());
        return new Walk(
                AbstractPublishOperator.PUBLISHED,
                AbstractPublishOperator.SIDE_STATES,
                new Stored() {
                    @Override
                    public boolean isThere() {
                        return tables.state().scan().hasNext();
                    }

                    @Override
                    public void visit(KeyTask.Visitor visitor, Object key) throws Exception {
                        visitor.output((String) key, tables, due.value() != null);
                    }
                });
    }

    @Override
    public void processElement(StreamRecord<Tuple2<K, String>> element) {
        declared = element.getValue().f1;
    }

    /** One that cannot be read is found in the shard that has it. */
    private Optional<Declaration> declaration() {
        try {
            return Optional.ofNullable(declared).map(Declaration::read);
        } catch (CorruptStateException e) {
            return Optional.empty();
        }
    }

    @Override
    public void endInput() throws Exception {
        int subtask = firstSubtask + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        KeyTask.Visitor visitor =
                task.visit(
                        part,
                        row ->
                                RowPieces.cut(
                                        subtask,
                                        row,
                                        piece -> output.collect(new StreamRecord<>(piece))));
        visit(visitor, walk.state(), false);
        for (String name : walk.further()) {
            visit(visitor, name, true);
        }
        visitor.end();
    }

    /** Of the keys of a further state only those without the one that every key has are left. */
    private void visit(KeyTask.Visitor visitor, String name, boolean isFurther) throws Exception {
        try (var keys = getKeyedStateBackend().getKeys(name, VoidNamespace.INSTANCE)) {
            for (Iterator<?> each = keys.iterator(); each.hasNext(); ) {
                Object key = each.next();
                setCurrentKey(key);
                if (!isFurther || !walk.stored().isThere()) {
                    visit(visitor, key);
                }
            }
        }
    }

    private void visit(KeyTask.Visitor visitor, Object key) throws Exception {
        try {
            walk.stored().visit(visitor, key);
        } catch (CorruptStateException | IllegalArgumentException e) {
            visitor.broken(key, e);
        }
    }
}
