package io.kindred.flink.serde;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What holds for the serializer of every message, by the samples of one kind of message. */
abstract class MessageSerializerContract<T> extends SerializerTestBase<T> {

    private final FormatTypeInformation<T> type;

    MessageSerializerContract(FormatTypeInformation<T> type) {
        this.type = type;
    }

    abstract List<T> samples();

    @Override
    protected TypeSerializer<T> createSerializer() {
        return type.createSerializer(new SerializerConfigImpl());
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<T> getTypeClass() {
        return type.getTypeClass();
    }

    @Override
    @SuppressWarnings("unchecked")
    protected T[] getTestData() {
        return samples().toArray((T[]) Array.newInstance(getTypeClass(), 0));
    }

    @Override
    protected boolean allowNullInstances(TypeSerializer<T> serializer) {
        return true;
    }

    @Test
    void thereIsNoSnapshotToKeepMessagesInStateBy() {
        assertThatThrownBy(getSerializer()::snapshotConfiguration)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(
                        "%s is only sent between operators, not kept in state",
                        getTypeClass().getSimpleName());
    }

    /** Not a test here: there is no snapshot. */
    @Override
    protected void testConfigSnapshotInstantiation() {}

    /** Not a test here: there is no snapshot. */
    @Override
    protected void testSnapshotConfigurationAndReconfigure() {}

    @Test
    void bytesOfALaterVersionAreRefused() throws IOException {
        byte[] bytes = StoredBytes.of(getSerializer(), samples().get(0));
        bytes[4] = (byte) 200;
        assertThatThrownBy(() -> getSerializer().deserialize(new DataInputDeserializer(bytes)))
                .hasMessageContaining("format version 200; this release reads 1 to ");
    }
}
