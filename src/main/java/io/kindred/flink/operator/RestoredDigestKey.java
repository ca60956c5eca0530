package io.kindred.flink.operator;

import io.kindred.flink.internal.SavedOperator;
import io.kindred.model.DigestKey;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The key of an operator's digests. The first start uses the key that the job was given; a restored
 * one goes on with the key in its state. All subtasks have the same.
 *
 * <p>Operator state: {@code digest-key}, the key's 32 bytes once per subtask; each subtask reads
 * those of all.
 */
public final class RestoredDigestKey {

    private final ListState<byte[]> state;
    private final DigestKey key;

    /** The key in the state of an operator; empty if the state is of a release without one. */
    public static Optional<DigestKey> of(SavedOperator saved) throws Exception {
        return saved.unionList(descriptor()).stream().findFirst().map(DigestKey::of);
    }

    private static ListStateDescriptor<byte[]> descriptor() {
        return new ListStateDescriptor<>(
                "digest-key", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    private RestoredDigestKey(ListState<byte[]> state, DigestKey key) {
        this.state = state;
        this.key = key;
    }

    /**
     * Reads the key.
     *
     * @param given of the job, used if there is none in the state
     */
    static RestoredDigestKey restore(OperatorStateStore store, DigestKey given) throws Exception {
        ListState<byte[]> state = store.getUnionListState(descriptor());
        Iterator<byte[]> before = state.get().iterator();
        return new RestoredDigestKey(state, before.hasNext() ? DigestKey.of(before.next()) : given);
    }

    DigestKey key() {
        return key;
    }

    /** Writes the key; must be called for every checkpoint. */
    void snapshot() throws Exception {
        state.update(List.of(key.secret()));
    }
}
