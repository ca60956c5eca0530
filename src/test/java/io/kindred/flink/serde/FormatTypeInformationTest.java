package io.kindred.flink.serde;

import io.kindred.codec.DeadLetter;
import io.kindred.flink.connector.RawInput;
import io.kindred.flink.operator.OutputRow;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeInformationTestBase;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FormatTypeInformationTest extends TypeInformationTestBase<FormatTypeInformation<?>> {

    @Override
    protected FormatTypeInformation<?>[] getTestData() {
        return new FormatTypeInformation<?>[] {
            FormatTypeInformation.SOURCE_RECORD,
            FormatTypeInformation.INPUT,
            FormatTypeInformation.OWNED_UPDATE,
            FormatTypeInformation.SHARD_MESSAGE,
            FormatTypeInformation.KEY_CHANGE,
            FormatTypeInformation.CLAIM,
            FormatTypeInformation.RECORD_MOVE,
            FormatTypeInformation.ANSWER_MESSAGE,
            FormatTypeInformation.ERASURE,
            FormatTypeInformation.BYTE_KEY
        };
    }

    @Test
    void givesTheSerializersOfItsTypes() {
        SerializerConfigImpl config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        assertThat(FormatTypeInformation.SOURCE_RECORD.createSerializer(config))
                .isInstanceOf(FormatSerializer.class)
                .isNotEqualTo(FormatTypeInformation.KEY_CHANGE.createSerializer(config));
        assertThat(FormatTypeInformation.BYTE_KEY.createSerializer(config))
                .isSameAs(ByteKeySerializer.INSTANCE);
        assertThat(FormatTypeInformation.SOURCE_RECORD)
                .hasToString("FormatTypeInformation<SourceRecord>");
    }

    @Test
    void onlyKeysAreKeyed() {
        assertThat(FormatTypeInformation.BYTE_KEY.isKeyType()).isTrue();
        assertThat(FormatTypeInformation.KEY_CHANGE.isKeyType()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(classes = {RawInput.class, DeadLetter.class, OutputRow.class})
    void whatElseIsSentNeedsNoKryo(Class<?> type) {
        SerializerConfigImpl config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        assertThat(TypeInformation.of(type).createSerializer(config))
                .isInstanceOf(PojoSerializer.class);
    }
}
