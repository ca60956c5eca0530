package io.kindred.flink.serde;

import io.kindred.model.SourceRecord;
import io.kindred.storage.OwnedStatement;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

import java.util.Objects;

/** The types that have a serializer of their own. */
public final class FormatTypeInformation<T> extends TypeInformation<T> {

    /** Of records on their way. */
    public static final FormatTypeInformation<SourceRecord> SOURCE_RECORD =
            new FormatTypeInformation<>(SourceRecord.class, SourceRecordSerializer.INSTANCE);

    /** Of statements on their way. */
    public static final FormatTypeInformation<OwnedStatement> OWNED_STATEMENT =
            new FormatTypeInformation<>(OwnedStatement.class, OwnedStatementSerializer.INSTANCE);

    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final TypeSerializer<T> serializer;

    private FormatTypeInformation(Class<T> type, TypeSerializer<T> serializer) {
        this.type = type;
        this.serializer = serializer;
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
        return false;
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
