package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is in the {@linkplain Frame frame} of a schema registry. Not thread-safe. */
public final class FramedEncoding implements Encoding {

    private static final int CACHED = 1000;

    private final SchemaSource registry;
    private final @Nullable SchemaType required;

    /** The schemas that have been used, the last one at the end. */
    private final Map<Integer, Typed> schemas = new LinkedHashMap<>(16, 0.75f, true);

    private FramedEncoding(SchemaSource registry, @Nullable SchemaType required) {
        this.registry = registry;
        this.required = required;
    }

    private record Typed(SchemaType type, RowSchema rows) {}

    /** Everything is framed, with schemas of one type. */
    public static FramedEncoding of(SchemaType type, SchemaSource registry) {
        return new FramedEncoding(registry, type);
    }

    /** What is framed has a schema of any type; what is not is JSON. */
    public static FramedEncoding orJson(SchemaSource registry) {
        return new FramedEncoding(registry, null);
    }

    @Override
    public boolean isBinary(byte[] bytes) {
        return required != null || Frame.isAround(bytes);
    }

    @Override
    public JsonParser open(byte[] bytes) throws IOException, RejectedInputException {
        if (!Frame.isAround(bytes)) {
            if (required == null) {
                return JSON.open(bytes);
            }
            throw new RejectedInputException(
                    "not framed for a schema registry, expected a zero byte and the id of a schema"
                            + " (format "
                            + required.format()
                            + ")");
        }
        int id = Frame.schemaId(bytes);
        Typed schema = schema(id);
        if (required != null && schema.type() != required) {
            throw new RejectedInputException(
                    "the schema "
                            + id
                            + " is of format "
                            + schema.type().format()
                            + ", expected "
                            + required.format());
        }
        try {
            return schema.rows().open(bytes, Frame.BYTES);
        } catch (RejectedInputException e) {
            throw e.within("by the schema " + id);
        }
    }

    private Typed schema(int id) throws RejectedInputException {
        Typed known = schemas.get(id);
        if (known != null) {
            return known;
        }
        RegisteredSchema registered = registry.schema(id);
        Typed schema;
        try {
            SchemaType type = SchemaType.of(registered.type());
            schema = new Typed(type, RowSchema.of(type, registered));
        } catch (RejectedInputException e) {
            throw e.within("the schema " + id);
        }
        schemas.put(id, schema);
        if (schemas.size() > CACHED) {
            schemas.remove(schemas.keySet().iterator().next());
        }
        return schema;
    }
}
