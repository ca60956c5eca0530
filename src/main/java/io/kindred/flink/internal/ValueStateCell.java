package io.kindred.flink.internal;

import io.kindred.storage.ByteCell;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** A cell in a value state of the current key. */
record ValueStateCell(String name, ValueState<byte[]> state) implements ByteCell {

    @Override
    public byte @Nullable [] get() {
        try {
            return state.value();
        } catch (IOException e) {
            throw new StateAccessException(name, "get", e);
        }
    }

    @Override
    public void put(byte[] value) {
        try {
            state.update(value);
        } catch (IOException e) {
            throw new StateAccessException(name, "put", e);
        }
    }

    @Override
    public void clear() {
        state.clear();
    }
}
