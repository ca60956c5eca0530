package io.kindred.codec;

import com.squareup.wire.schema.CoreLoader;
import com.squareup.wire.schema.EnumType;
import com.squareup.wire.schema.ErrorCollector;
import com.squareup.wire.schema.Linker;
import com.squareup.wire.schema.Loader;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.MessageType;
import com.squareup.wire.schema.ProtoFile;
import com.squareup.wire.schema.ProtoType;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.SchemaException;
import com.squareup.wire.schema.Type;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The types of a {@code .proto} file and of the files that it imports. */
final class ProtobufSchema {

    private static final String MAIN = "schema.proto";

    private final Schema schema;

    /** By name: the messages that have been used. */
    private final Map<ProtoType, ProtobufType> used = new HashMap<>();

    private ProtobufSchema(Schema schema) {
        this.schema = schema;
    }

    static ProtobufSchema of(RegisteredSchema registered) throws RejectedInputException {
        Map<String, String> texts = new HashMap<>();
        registered.references().forEach(each -> texts.put(each.name(), each.text()));
        texts.put(MAIN, registered.text());
        try {
            Schema types =
                    new Linker(new Imports(texts), new ErrorCollector(), true, true)
                            .link(List.of(file(MAIN, registered.text())));
            return new ProtobufSchema(types);
        } catch (IllegalStateException | IllegalArgumentException | SchemaException e) {
            throw new RejectedInputException("is not Protobuf: " + e.getMessage());
        }
    }

    /** The messages at the top of the file, in order. */
    List<MessageType> messages() {
        return messages(schema.protoFile(MAIN).getTypes());
    }

    /** The type of a message; null if the name is of something else. */
    @Nullable ProtobufType message(@Nullable ProtoType name) {
        return name != null && schema.getType(name) instanceof MessageType message
                ? typeOf(message)
                : null;
    }

    ProtobufType typeOf(MessageType message) {
        return used.computeIfAbsent(message.getType(), name -> new ProtobufType(message));
    }

    /** An enum; null if the name is of something else. */
    @Nullable EnumType symbols(@Nullable ProtoType name) {
        return name != null && schema.getType(name) instanceof EnumType symbols ? symbols : null;
    }

    Schema types() {
        return schema;
    }

    /** The messages among some types. */
    static List<MessageType> messages(List<Type> types) {
        return types.stream()
                .filter(MessageType.class::isInstance)
                .map(MessageType.class::cast)
                .toList();
    }

    private static ProtoFile file(String path, String text) {
        return ProtoFile.Companion.get(
                new ProtoParser(Location.get(path), text.toCharArray()).readProtoFile());
    }

    /** Finds files by what imports name; those that come with Protobuf are known. */
    private record Imports(Map<String, String> texts) implements Loader {

        @Override
        public ProtoFile load(String path) {
            String text = texts.get(path);
            return text == null ? CoreLoader.INSTANCE.load(path) : file(path, text);
        }

        @Override
        public Loader withErrors(ErrorCollector errors) {
            return this;
        }
    }
}
