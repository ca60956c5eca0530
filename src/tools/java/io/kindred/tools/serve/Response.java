package io.kindred.tools.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.tools.store.StoredRow;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param headers besides those that every response has
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Response(int status, String contentType, byte[] body, Map<String, String> headers) {

    private static final String JSON = "application/json";

    static Response json(int status, ObjectNode body) {
        return new Response(status, JSON, (body + "\n").getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Response text(String contentType, String text) {
        return new Response(200, contentType, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Response problem(int status, String message) {
        return json(status, StoredRow.JSON.createObjectNode().put("error", message));
    }
}
