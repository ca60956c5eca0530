package io.kindred.flink.operator;

import io.kindred.flink.internal.GroupKeys;
import io.kindred.flink.internal.KeyGroups;
import io.kindred.flink.internal.KeyTimers;
import io.kindred.flink.internal.OneInputOperator;
import io.kindred.offline.Declaration;
import io.kindred.offline.KeyTask;
import io.kindred.offline.KeyTask.Part;
import io.kindred.offline.KeyTask.Stored;
import io.kindred.storage.ByteCell;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.CorruptStateException;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.java.tuple.Tuple2;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs a task on each key of a keyed operator other than the shards, at the end of its input, and
 * emits the {@linkplain RowPieces pieces} of the task's rows. The input is the declaration of the
 * shards, sent to each subtask that needs it.
 *
 * <p>State: that of the operator with the same uid. No checkpoint of it is ever taken here.
 *
 * @param <K> the key type
 */
public final class KeyTaskOperator<K> extends OneInputOperator<Tuple2<K, String>, byte[]> {

    private static final long serialVersionUID = 1L;

    private final KeyTask task;
    private final Part part;
    private final int firstSubtask;

    private transient List<String> names;
    private transient @Nullable ByteCell value;
    private transient Optional<ByteCell> gone;
    private transient boolean forgets;
    private transient List<ByteTable> erased;
    private transient List<ByteTable> tables;
    private transient @Nullable ValueState<Long> dueTime;
    private transient Optional<Declaration> declaration;

    /**
     * Creates an operator that runs a task.
     *
     * @param firstSubtask the number of the first subtask, distinct over all operators that emit
     *     rows
     */
    public KeyTaskOperator(KeyTask task, Part part, int firstSubtask) {
        this.task = task;
        this.part = part;
        this.firstSubtask = firstSubtask;
    }

    @Override
    protected void restore(OperatorStateStore store) throws Exception {
        forgets =
                part == Part.REGISTRY
                        && RestoredForgetting.restore(store, Optional.empty()).states().areUsed();
    }

    @Override
    public void open() throws Exception {
        super.open();
        declaration = Optional.empty();
        tables = new ArrayList<>();
        names =
                switch (part) {
                    case REGISTRY -> List.of(RegistryStore.REGISTRATION);
                    case DIRECTORY -> List.of(DirectoryOperator.KEY_COUNTS);
                    case UNIQUENESS -> UniquenessOperator.STATES;
                    case PUBLISH, PUBLISH_ASSIGNMENTS -> PublishOperator.STATES;
                    case PUBLISH_OF_ONLY_SHARD -> List.of(PublishOperator.PUBLISHED);
                };
        if (names.size() > 1) {
            for (String name : names) {
                tables.add(states().table(name));
            }
            dueTime = KeyTimers.due(states());
        } else {
            value = states().cell(names.get(0));
        }
        gone =
                part == Part.REGISTRY && states().needs(RegistryStore.GONE, Optional.empty())
                        ? Optional.of(states().cell(RegistryStore.GONE))
                        : Optional.empty();
        erased = new ArrayList<>();
        if (part == Part.REGISTRY) {
            erased.add(states().table(RegistryStore.ERASED));
            if (states().needs(RegistryStore.ERASED_GONE, Optional.empty())) {
                erased.add(states().table(RegistryStore.ERASED_GONE));
            }
        }
    }

    @Override
    protected void accept(Tuple2<K, String> keyed) {
        if (declaration.isEmpty()) {
            try {
                declaration = Optional.of(Declaration.read(keyed.f1));
            } catch (CorruptStateException e) {
                // Reported by the task of the shard that keeps it.
                declaration = Optional.empty();
            }
        }
    }

    @Override
    public void endInput() throws Exception {
        int subtask = firstSubtask + subtask();
        KeyTask.Visitor visitor = task.visit(part, row -> RowPieces.cut(subtask, row, this::emit));
        visitor.begin(forgets);
        Optional<Set<String>> only = task.only(part);
        if (only.isPresent()) {
            visit(visitor, only.get());
        } else {
            visitAll(visitor);
        }
        visitor.end();
    }

    /** Looks up the keys that are in this subtask. */
    private void visit(KeyTask.Visitor visitor, Set<String> keys) throws Exception {
        int groups = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
        Set<Integer> own = states().keyGroups().boxed().collect(Collectors.toSet());
        for (String key : keys) {
            if (own.contains(KeyGroups.of(key, groups))) {
                states().setKey(key);
                visit(visitor, key);
            }
        }
    }

    private void visitAll(KeyTask.Visitor visitor) throws Exception {
        for (String name : names) {
            states().forEachKey(
                            name,
                            key -> {
                                // A key in the first table was visited there, with all its tables.
                                if (name.equals(names.get(0)) || !tables.get(0).scan().hasNext()) {
                                    visit(visitor, key);
                                }
                            });
        }
        if (gone.isPresent()) {
            states().forEachKey(RegistryStore.GONE, key -> visit(visitor, key));
        }
        if (!erased.isEmpty()) {
            visitErased(visitor);
        }
    }

    private void visitErased(KeyTask.Visitor visitor) {
        GroupKeys keys =
                new GroupKeys(getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks());
        for (int group : states().keyGroups().toArray()) {
            states().setKey(keys.ofGroup(group));
            for (ByteTable table : erased) {
                table.scan()
                        .forEachRemaining(
                                entry -> {
                                    try {
                                        visitor.erased(entry.key(), entry.value());
                                    } catch (CorruptStateException | IllegalArgumentException e) {
                                        visitor.broken(new ByteKey(entry.key()), e);
                                    }
                                });
            }
        }
    }

    private void visit(KeyTask.Visitor visitor, Object key) throws Exception {
        Stored stored =
                new Stored(
                        value == null
                                ? Optional.empty()
                                : Optional.ofNullable(value.get())
                                        .or(() -> gone.map(ByteCell::get)),
                        tables,
                        dueTime != null && dueTime.value() != null,
                        declaration);
        try {
            visitor.visit(key, stored);
        } catch (CorruptStateException | IllegalArgumentException e) {
            visitor.broken(key, e);
        }
    }
}
