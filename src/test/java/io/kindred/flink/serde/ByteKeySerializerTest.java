package io.kindred.flink.serde;

import io.kindred.storage.ByteKey;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ByteKeySerializerTest extends SerializerTestBase<ByteKey> {

    @Override
    protected TypeSerializer<ByteKey> createSerializer() {
        return ByteKeySerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<ByteKey> getTypeClass() {
        return ByteKey.class;
    }

    @Override
    protected ByteKey[] getTestData() {
        return new ByteKey[] {
            key(0, 0),
            key(1, 0xff),
            key(16, 7),
            key(127, 1),
            key(128, 2),
            key(16383, 3),
            key(16384, 4),
            key(100_000, 5)
        };
    }

    @Test
    void layoutIsTheOneThatStateIsStoredIn() throws IOException {
        StoredBytes.check(
                "byte-key",
                ByteKeySerializer.INSTANCE,
                List.of(
                        key(0, 0),
                        ByteKey.ofHex("00"),
                        ByteKey.ofHex("000102fdfeff"),
                        key(127, 0xab),
                        key(128, 0xcd),
                        key(300, 0)));
    }

    @Test
    void noKeyBeginsAnother() throws IOException {
        ByteKey[] keys = getTestData();
        for (ByteKey one : keys) {
            for (ByteKey other : keys) {
                byte[] longer = StoredBytes.of(ByteKeySerializer.INSTANCE, other);
                byte[] shorter = StoredBytes.of(ByteKeySerializer.INSTANCE, one);
                if (one != other && shorter.length <= longer.length) {
                    assertThat(Arrays.copyOf(longer, shorter.length)).isNotEqualTo(shorter);
                }
            }
        }
    }

    @Test
    void refusesALengthThatIsNone() {
        byte[] endless = {-1, -1, -1, -1, -1, 1};
        assertThatThrownBy(
                        () ->
                                ByteKeySerializer.INSTANCE.deserialize(
                                        new DataInputDeserializer(endless)))
                .isInstanceOf(IOException.class)
                .hasMessage("a key's length has more than five bytes");
    }

    @Test
    void staysCompatibleWithItself() throws IOException {
        StoredBytes.assertCompatible(ByteKeySerializer.INSTANCE);
    }

    private static ByteKey key(int length, int filledWith) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) filledWith);
        return new ByteKey(bytes);
    }
}
