package io.kindred.flink.serde;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What serializers of earlier releases wrote, from {@code
 * formats/serializers/<type>-v<version>.hex}: one value a line, as hex digits; blanks and what
 * follows {@code #} do not count.
 */
final class StoredBytes {

    private StoredBytes() {}

    static <T> byte[] of(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        return out.getCopyOfBuffer();
    }

    /** Checks that stored bytes read as the values and, being the newest, are still written so. */
    static <T> void check(String file, TypeSerializer<T> serializer, List<T> values)
            throws IOException {
        checkRead(file, serializer, values);
        List<byte[]> stored = load(file);
        for (int i = 0; i < values.size(); i++) {
            assertThat(HexFormat.of().formatHex(of(serializer, values.get(i))))
                    .as("%s, value %d", file, i)
                    .isEqualTo(HexFormat.of().formatHex(stored.get(i)));
        }
    }

    /** Checks that stored bytes of any version read as the values. */
    static <T> void checkRead(String file, TypeSerializer<T> serializer, List<T> values)
            throws IOException {
        List<T> read = new ArrayList<>();
        for (byte[] bytes : load(file)) {
            DataInputDeserializer in = new DataInputDeserializer(bytes);
            read.add(serializer.deserialize(in));
            assertThat(in.available()).as("bytes left over in %s", file).isZero();
        }
        assertThat(read).isEqualTo(values);
    }

    /** Checks that what this serializer wrote is read by it as it is, without a migration. */
    static <T> void assertCompatible(TypeSerializer<T> serializer) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        TypeSerializerSnapshot<T> restored =
                TypeSerializerSnapshot.readVersionedSnapshot(
                        new DataInputDeserializer(out.getCopyOfBuffer()),
                        StoredBytes.class.getClassLoader());
        assertThat(restored.restoreSerializer()).isEqualTo(serializer);
        assertThat(
                        serializer
                                .snapshotConfiguration()
                                .resolveSchemaCompatibility(restored)
                                .isCompatibleAsIs())
                .isTrue();
    }

    private static List<byte[]> load(String file) throws IOException {
        String name = "/formats/serializers/" + file + ".hex";
        try (InputStream in = StoredBytes.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("#.*", "").replace(" ", ""))
                    .filter(line -> !line.isEmpty())
                    .map(line -> HexFormat.of().parseHex(line))
                    .toList();
        }
    }
}
