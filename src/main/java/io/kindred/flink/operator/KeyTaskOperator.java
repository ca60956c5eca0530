package io.kindred.flink.operator;

import io.kindred.flink.internal.KeyTimers;
import io.kindred.flink.internal.OneInputOperator;
import io.kindred.offline.Declaration;
import io.kindred.offline.KeyTask;
import io.kindred.offline.KeyTask.Part;
import io.kindred.offline.KeyTask.Stored;
import io.kindred.storage.ByteCell;
import io.kindred.storage.ByteTable;
import io.kindred.storage.CorruptStateException;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.java.tuple.Tuple2;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
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
public final class KeyTaskOperator<K> extends OneInputOperator<Tuple2<K, String>, byte[]> {

    private static final long serialVersionUID = 1L;

    private final KeyTask task;
    private final Part part;
    private final int firstSubtask;

    private transient List<String> names;
    private transient @Nullable ByteCell value;
    private transient List<ByteTable> tables;
    private transient @Nullable ValueState<Long> due;
    private transient Optional<Declaration> declaration;

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

    @Override
    public void open() throws Exception {
        super.open();
        declaration = Optional.empty();
        tables = new ArrayList<>();
        names =
                switch (part) {
                    case REGISTRY -> List.of("registration");
                    case DIRECTORY -> List.of("key-counts");
                    case UNIQUENESS -> UniquenessOperator.STATES;
                    case PUBLISH, PUBLISH_ASSIGNMENTS -> PublishOperator.STATES;
                    case PUBLISH_OF_ONLY_SHARD -> List.of(PublishOperator.PUBLISHED);
                };
        if (names.size() > 1) {
            for (String name : names) {
                tables.add(states().table(name));
            }
            due = KeyTimers.due(states());
        } else {
            value = states().cell(names.get(0));
        }
    }

    @Override
    protected void accept(Tuple2<K, String> keyed) {
        if (declaration.isEmpty()) {
            try {
                declaration = Optional.of(Declaration.read(keyed.f1));
            } catch (CorruptStateException e) {
                // Found in the shard that has it.
                declaration = Optional.empty();
            }
        }
    }

    @Override
    public void endInput() throws Exception {
        int subtask = firstSubtask + subtask();
        KeyTask.Visitor visitor = task.visit(part, row -> RowPieces.cut(subtask, row, this::emit));
        for (String name : names) {
            states().forEachKey(
                            name,
                            key -> {
                                // What is in further tables is looked at with the first.
                                if (name.equals(names.get(0)) || !tables.get(0).scan().hasNext()) {
                                    visit(visitor, key);
                                }
                            });
        }
        visitor.end();
    }

    private void visit(KeyTask.Visitor visitor, Object key) throws Exception {
        Stored stored =
                new Stored(
                        value == null ? Optional.empty() : Optional.ofNullable(value.get()),
                        tables,
                        due != null && due.value() != null,
                        declaration);
        try {
            visitor.visit(key, stored);
        } catch (CorruptStateException | IllegalArgumentException e) {
            visitor.broken(key, e);
        }
    }
}
