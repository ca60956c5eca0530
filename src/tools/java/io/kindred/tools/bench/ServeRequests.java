package io.kindred.tools.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes requests about sampled entities, values and records.
 *
 * @param entities ids
 * @param searches bodies of searches
 * @param records that are matched under another uid, as if they came anew
 */
record ServeRequests(
        ServeClient client,
        List<String> entities,
        List<ObjectNode> searches,
        List<ObjectNode> records) {

    HttpRequest of(ServedRoute route, SplittableRandom random) {
        return switch (route) {
            case ENTITY -> client.get("entities", any(entities, random));
            case SEARCH -> client.post("search", any(searches, random));
            case MATCH -> {
                ObjectNode record = any(records, random).deepCopy();
                record.put("uid", "bench-" + record.path("uid").asText());
                yield client.post("match", record);
            }
        };
    }

    private static <T> T any(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }
}
