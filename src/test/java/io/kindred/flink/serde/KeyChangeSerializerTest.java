package io.kindred.flink.serde;

import io.kindred.storage.ByteKey;
import io.kindred.storage.wire.KeyChange;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

class KeyChangeSerializerTest extends MessageSerializerContract<KeyChange> {

    KeyChangeSerializerTest() {
        super(FormatTypeInformation.KEY_CHANGE);
    }

    @Test
    void bytesOfVersion1AreReadAndWritten() throws IOException {
        StoredBytes.check("key-change-v1", getSerializer(), samples());
    }

    @Override
    List<KeyChange> samples() {
        return List.of(
                change(OptionalInt.empty(), OptionalInt.of(0), "ann@x.org"),
                change(OptionalInt.of(300), OptionalInt.empty(), "Ännchen 😀", "1970"),
                change(OptionalInt.of(0), OptionalInt.of(Integer.MAX_VALUE), "ann@x.org"));
    }

    private static KeyChange change(OptionalInt from, OptionalInt to, String... values) {
        return new KeyChange(
                ByteKey.ofHex("000102030405060708090a0b0c0d0eff"),
                "person",
                "email",
                List.of(values),
                from,
                to);
    }
}
