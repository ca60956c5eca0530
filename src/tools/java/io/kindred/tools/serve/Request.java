package io.kindred.tools.serve;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request, read and decoded strictly. */
final class Request {

    /** The most bytes of a body. */
    static final int MOST_BYTES = 1 << 20;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final HttpExchange exchange;
    private final List<String> path;
    private final Map<String, String> query;
    private byte[] body = new byte[0];

    private Request(HttpExchange exchange, List<String> path, Map<String, String> query) {
        this.exchange = exchange;
        this.path = List.copyOf(path);
        this.query = query;
    }

    /** Decodes path and query. */
    static Request of(HttpExchange exchange) throws HttpProblem {
        URI uri = exchange.getRequestURI();
        String rawPath = uri.getRawPath();
        if (rawPath == null || !rawPath.startsWith("/")) {
            throw HttpProblem.badRequest("the path does not begin with /");
        }
        List<String> path = new ArrayList<>();
        for (String segment : rawPath.substring(1).split("/", -1)) {
            path.add(decode(segment, "the path"));
        }
        Map<String, String> query = new LinkedHashMap<>();
        String rawQuery = uri.getRawQuery();
        if (rawQuery != null && !rawQuery.isEmpty()) {
            for (String pair : rawQuery.split("&", -1)) {
                int end = pair.indexOf('=');
                String name = decode(end < 0 ? pair : pair.substring(0, end), "the query");
                String value = end < 0 ? "" : decode(pair.substring(end + 1), "the query");
                if (query.put(name, value) != null) {
                    throw HttpProblem.badRequest("a parameter is there twice");
                }
            }
        }
        return new Request(exchange, path, query);
    }

    /** Percent-decodes UTF-8. */
    private static String decode(String text, String where) throws HttpProblem {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 4);
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each != '%') {
                bytes.put(String.valueOf(each).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw HttpProblem.badRequest(where + " has a % without two hex digits");
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            String decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            if (decoded.indexOf('\0') >= 0) {
                throw HttpProblem.badRequest(where + " contains a NUL character");
            }
            return decoded;
        } catch (CharacterCodingException failure) {
            throw HttpProblem.badRequest(where + " is not UTF-8");
        }
    }

    /** The method; HEAD counts as GET. */
    String method() {
        String method = exchange.getRequestMethod();
        return method.equals("HEAD") ? "GET" : method;
    }

    /** The decoded segments of the path; one empty segment of the path {@code /}. */
    List<String> path() {
        return path;
    }

    /** A parameter of the query, decoded; of one without {@code =} an empty text. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /**
     * A number in the query.
     *
     * @param most the greatest that is allowed; the least is 1
     */
    int number(String name, int most, int otherwise) throws HttpProblem {
        Optional<String> text = parameter(name);
        return text.isEmpty() ? otherwise : number(name, text.get(), most);
    }

    private static int number(String name, String text, int most) throws HttpProblem {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw HttpProblem.badRequest(name + " is not a number from 1 to " + most);
    }

    /** Rejects parameters that nobody reads: a misspelt one would change the answer. */
    void checkParameters(List<String> known) throws HttpProblem {
        for (String name : query.keySet()) {
            if (!known.contains(name)) {
                throw HttpProblem.badRequest(
                        known.isEmpty()
                                ? "no parameters are expected"
                                : "unknown parameter, expected " + String.join(", ", known));
            }
        }
    }

    /** Reads the body, up to one byte more than is allowed. */
    void receive() throws IOException {
        if (method().equals("POST")) {
            body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        }
    }

    /** The body, which was {@linkplain #receive received}: a JSON object. */
    ObjectNode json() throws HttpProblem, IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new HttpProblem(415, "expected Content-Type: application/json");
        }
        if (body.length > MOST_BYTES) {
            throw new HttpProblem(413, "the body is longer than " + MOST_BYTES + " bytes");
        }
        try {
            JsonNode node = JSON.readTree(body);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException failure) {
            throw HttpProblem.badRequest("the body is not JSON: " + reason(failure));
        }
        throw HttpProblem.badRequest("the body is not a JSON object");
    }

    /** Without the place in Jackson's sources, and on one line. */
    private static String reason(JsonProcessingException failure) {
        String reason = String.valueOf(failure.getOriginalMessage()).lines().findFirst().orElse("");
        return failure.getLocation() == null
                ? reason
                : reason
                        + " (line "
                        + failure.getLocation().getLineNr()
                        + ", column "
                        + failure.getLocation().getColumnNr()
                        + ")";
    }

    /** Takes a number out of a body. */
    static int takeNumber(ObjectNode body, String name, int most, int otherwise)
            throws HttpProblem {
        JsonNode value = body.remove(name);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        return number(name, value.isInt() ? value.asText() : "", most);
    }
}
