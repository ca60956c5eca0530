package io.kindred.flink.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.codec.RegisteredSchema;
import io.kindred.codec.RejectedInputException;
import io.kindred.codec.SchemaSource;
import io.kindred.flink.config.SchemaRegistryConfig;
import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The schemas in a schema registry. It is asked each time; who uses schemas keeps them. That there
 * is no schema of an id is remembered for some seconds. Not thread-safe.
 */
public final class SchemaRegistry implements SchemaSource {

    private static final long REMEMBERED_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int MAX_MISSING = 1000;
    private static final int MAX_REFERENCES = 1000;

    private final Supplier<RegistryApi> connection;
    private final LongSupplier nanoTime;
    private @Nullable RegistryApi api;

    /** By id: when it was not there. */
    private final Map<Integer, Long> missing = new LinkedHashMap<>();

    /** A registry that is connected to when it is first asked. */
    public SchemaRegistry(SchemaRegistryConfig config) {
        this(() -> new RegistryApi(config), System::nanoTime);
    }

    SchemaRegistry(Supplier<RegistryApi> connection, LongSupplier nanoTime) {
        this.connection = connection;
        this.nanoTime = nanoTime;
    }

    @Override
    public RegisteredSchema schema(int id) throws RejectedInputException {
        if (api == null) {
            api = connection.get();
        }
        Long since = missing.get(id);
        if (since != null && nanoTime.getAsLong() - since < REMEMBERED_NANOS) {
            throw missing(api, id);
        }
        Optional<JsonNode> schema = api.get("/schemas/ids/" + id);
        if (schema.isEmpty()) {
            if (missing.size() >= MAX_MISSING) {
                missing.clear();
            }
            missing.put(id, nanoTime.getAsLong());
            throw missing(api, id);
        }
        Map<String, RegisteredSchema.Reference> references = new LinkedHashMap<>();
        addReferences(api, id, schema.get(), references, new ArrayList<>());
        return new RegisteredSchema(
                schema.get().path("schemaType").asText(""),
                schema.get().path("schema").asText(""),
                List.copyOf(references.values()));
    }

    private static RejectedInputException missing(RegistryApi api, int id) {
        return new RejectedInputException(
                "schema " + id + " is not in the registry at " + api.place());
    }

    /** Adds what a schema refers to, each after what that refers to. */
    private static void addReferences(
            RegistryApi api,
            int id,
            JsonNode schema,
            Map<String, RegisteredSchema.Reference> known,
            List<String> open)
            throws RejectedInputException {
        for (JsonNode each : schema.path("references")) {
            String name = each.path("name").asText("");
            String version = "/versions/" + each.path("version").asInt();
            String subject = each.path("subject").asText("");
            if (known.containsKey(name) || open.contains(name)) {
                continue;
            }
            if (known.size() + open.size() >= MAX_REFERENCES) {
                throw new RejectedInputException(
                        "schema " + id + " refers to more than " + MAX_REFERENCES + " others");
            }
            // Also if it has been deleted since.
            String path =
                    "/subjects/"
                            + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20")
                            + version
                            + "?deleted=true";
            Optional<JsonNode> reference = api.get(path);
            if (reference.isEmpty()) {
                throw new RejectedInputException(
                        "schema "
                                + id
                                + " refers to "
                                + subject
                                + version
                                + ", which is not in the registry at "
                                + api.place());
            }
            open.add(name);
            addReferences(api, id, reference.get(), known, open);
            open.remove(name);
            known.put(
                    name,
                    new RegisteredSchema.Reference(
                            name, reference.get().path("schema").asText("")));
        }
    }
}
