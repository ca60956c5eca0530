package io.kindred.codec;

import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.MessageType;
import com.squareup.wire.schema.OneOf;
import com.squareup.wire.schema.ProtoType;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The type of a Protobuf message. */
final class ProtobufType {

    private final ProtoType name;
    private final List<Field> fields;
    private final Map<Integer, Field> byTag = new HashMap<>();

    /** By the tag of a field in a {@code oneof}: the tags of the others in it. */
    private final Map<Integer, List<Integer>> alternatives = new HashMap<>();

    ProtobufType(MessageType type) {
        this.name = type.getType();
        this.fields = List.copyOf(type.getFieldsAndOneOfFields());
        fields.forEach(field -> byTag.put(field.getTag(), field));
        for (OneOf each : type.getOneOfs()) {
            for (Field field : each.getFields()) {
                List<Integer> others = new ArrayList<>();
                each.getFields().forEach(other -> others.add(other.getTag()));
                others.remove((Integer) field.getTag());
                alternatives.put(field.getTag(), others);
            }
        }
    }

    ProtoType name() {
        return name;
    }

    List<Field> fields() {
        return fields;
    }

    /** The field of a tag; null if there is none. */
    @Nullable Field field(int tag) {
        return byTag.get(tag);
    }

    /** The tags of the fields that are not there if this one is. */
    List<Integer> alternatives(int tag) {
        return alternatives.getOrDefault(tag, List.of());
    }
}
