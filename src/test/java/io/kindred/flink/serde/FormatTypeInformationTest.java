package io.kindred.flink.serde;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeInformationTestBase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FormatTypeInformationTest extends TypeInformationTestBase<FormatTypeInformation<?>> {

    @Override
    protected FormatTypeInformation<?>[] getTestData() {
        return new FormatTypeInformation<?>[] {
            FormatTypeInformation.SOURCE_RECORD, FormatTypeInformation.OWNED_STATEMENT
        };
    }

    @Test
    void givesTheSerializersOfItsTypes() {
        SerializerConfigImpl config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        assertThat(FormatTypeInformation.SOURCE_RECORD.createSerializer(config))
                .isSameAs(SourceRecordSerializer.INSTANCE);
        assertThat(FormatTypeInformation.OWNED_STATEMENT.createSerializer(config))
                .isSameAs(OwnedStatementSerializer.INSTANCE);
        assertThat(FormatTypeInformation.SOURCE_RECORD)
                .hasToString("FormatTypeInformation<SourceRecord>");
    }
}
