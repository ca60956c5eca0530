package io.kindred.tools.store;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;

/**
 * The last row of an output key. Format: revision, 8 bytes; time, 8 bytes; whether it is the first
 * row of the key that was seen, 1 byte; the row.
 *
 * @param at when the row was emitted if it says so, else when it became visible, in epoch ms
 * @param json the row, one object
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record StoredRow(long revision, long at, boolean isFirst, byte[] json) {

    public static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final int HEAD = 2 * Long.BYTES + 1;
    private static final Set<String> GONE = Set.of("retired", "resolved");

    static StoredRow of(byte[] bytes) {
        ByteBuffer head = ByteBuffer.wrap(bytes);
        return new StoredRow(
                head.getLong(),
                head.getLong(),
                head.get() == 1,
                Arrays.copyOfRange(bytes, HEAD, bytes.length));
    }

    byte[] bytes() {
        return ByteBuffer.allocate(HEAD + json.length)
                .putLong(revision)
                .putLong(at)
                .put((byte) (isFirst ? 1 : 0))
                .put(json)
                .array();
    }

    /** The row, parsed. */
    public ObjectNode node() {
        return parse(json);
    }

    /** Parses one JSON object of the store. */
    public static ObjectNode parse(byte[] json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException | ClassCastException failure) {
            throw new StoreException("a row in the store is not JSON", failure);
        }
    }

    /** Whether the row retracts what was under the key. */
    public static boolean isGone(JsonNode row) {
        return GONE.contains(row.path("status").asText());
    }
}
