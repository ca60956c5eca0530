package io.kindred.codec;

import io.kindred.codec.RecordMapping.AttributeColumn;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.codec.RecordMapping.OpColumn;
import io.kindred.codec.RecordMapping.VersionColumn;

import java.util.List;
import java.util.Optional;

/** Mappings whose uid is in the column {@code id}. */
final class SampleMappings {

    private SampleMappings() {}

    /** Everything is mapped: a street over time, in the perspective {@code census}. */
    static RecordMapping streets(Field entityType) {
        return new RecordMapping(
                entityType,
                new Field.Constant("census"),
                "id",
                Optional.of(VersionColumn.integer("v")),
                Optional.of(OpColumn.usual("op")),
                Optional.of(
                        List.of(
                                new AttributeColumn(
                                        "street",
                                        "street_name",
                                        Optional.of("from"),
                                        Optional.of("to")))));
    }

    /** Every other column is an attribute. */
    static RecordMapping everyColumn(Field entityType, Field perspective) {
        return new RecordMapping(
                entityType,
                perspective,
                "id",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
