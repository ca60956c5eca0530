package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.codec.EraseMark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the field {@code erase} of a source of change events. */
final class EraseMarkReader {

    private static final String EXPECTED =
            "an object with one of the fields header and column, and optionally values";

    private EraseMarkReader() {}

    static EraseMark read(ConfigNode node) {
        if (!node.isObject()) {
            throw node.expected(EXPECTED);
        }
        ConfigObject object = node.object().allow("header", "column", "values");
        Optional<ConfigNode> header = object.optional("header");
        Optional<ConfigNode> column = object.optional("column");
        if (header.isPresent() == column.isPresent()) {
            throw node.invalid(
                    "expected one of header and column, found "
                            + (header.isPresent() ? "both" : "neither"));
        }
        Map<String, Boolean> values = new LinkedHashMap<>();
        object.optional("values")
                .ifPresent(
                        given ->
                                ListedValues.add(
                                        values,
                                        given,
                                        true,
                                        "; without a value nothing is erased"));
        return new EraseMark(
                header.isPresent() ? EraseMark.Place.HEADER : EraseMark.Place.COLUMN,
                header.or(() -> column).orElseThrow().nonEmptyString(),
                List.copyOf(values.keySet()));
    }
}
