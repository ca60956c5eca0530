package io.kindred.flink.serde;

import io.kindred.model.Erasure;
import io.kindred.model.Input;
import io.kindred.model.SourceRecord;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.ClaimFormat;
import io.kindred.storage.keyed.SourceRecordFormat;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.AnswerMessageFormat;
import io.kindred.storage.wire.ErasureFormat;
import io.kindred.storage.wire.InputFormat;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.KeyChangeFormat;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.OwnedUpdateFormat;
import io.kindred.storage.wire.RecordMove;
import io.kindred.storage.wire.RecordMoveFormat;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.storage.wire.ShardMessageFormat;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.util.function.SerializableSupplier;

import java.util.Objects;

/**
 * Type information of Kindred's messages between operators, and of byte keys. Each type has a
 * serializer of its own.
 */
public final class FormatTypeInformation<T> extends TypeInformation<T> {

    public static final FormatTypeInformation<SourceRecord> SOURCE_RECORD =
            message(SourceRecord.class, () -> SourceRecordFormat.INSTANCE);

    public static final FormatTypeInformation<Input> INPUT =
            message(Input.class, () -> InputFormat.INSTANCE);

    public static final FormatTypeInformation<OwnedUpdate> OWNED_UPDATE =
            message(OwnedUpdate.class, () -> OwnedUpdateFormat.INSTANCE);

    public static final FormatTypeInformation<ShardMessage> SHARD_MESSAGE =
            message(ShardMessage.class, () -> ShardMessageFormat.INSTANCE);

    public static final FormatTypeInformation<KeyChange> KEY_CHANGE =
            message(KeyChange.class, () -> KeyChangeFormat.INSTANCE);

    public static final FormatTypeInformation<Claim> CLAIM =
            message(Claim.class, () -> ClaimFormat.INSTANCE);

    public static final FormatTypeInformation<RecordMove> RECORD_MOVE =
            message(RecordMove.class, () -> RecordMoveFormat.INSTANCE);

    public static final FormatTypeInformation<AnswerMessage> ANSWER_MESSAGE =
            message(AnswerMessage.class, () -> AnswerMessageFormat.INSTANCE);

    public static final FormatTypeInformation<Erasure> ERASURE =
            message(Erasure.class, () -> ErasureFormat.INSTANCE);

    /** Keys of keyed streams. */
    public static final FormatTypeInformation<ByteKey> BYTE_KEY =
            new FormatTypeInformation<>(ByteKey.class, ByteKeySerializer.INSTANCE);

    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final TypeSerializer<T> serializer;

    private FormatTypeInformation(Class<T> type, TypeSerializer<T> serializer) {
        this.type = type;
        this.serializer = serializer;
    }

    private static <T> FormatTypeInformation<T> message(
            Class<T> type, SerializableSupplier<BinaryFormat<T>> format) {
        return new FormatTypeInformation<>(type, new FormatSerializer<>(type, format));
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<T> getTypeClass() {
        return type;
    }

    @Override
    public boolean isKeyType() {
        return type == ByteKey.class;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return serializer;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof FormatTypeInformation;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FormatTypeInformation<?> that && type.equals(that.type);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type);
    }

    @Override
    public String toString() {
        return "FormatTypeInformation<" + type.getSimpleName() + ">";
    }
}
