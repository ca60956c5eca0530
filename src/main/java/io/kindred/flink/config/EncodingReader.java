package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.codec.Suggestion;
import io.kindred.codec.TextEncoding;

/** Reads the encoding of a source. */
final class EncodingReader {

    static final String ENCODING = "encoding";

    private static final int EDITS = 2;

    private EncodingReader() {}

    /**
     * The encoding of a source, by default UTF-8.
     *
     * @param format of the source: one that is not text has no encoding
     */
    static TextEncoding read(ConfigObject source, SourceFormat format) {
        return source.optional(ENCODING).map(node -> read(node, format)).orElse(TextEncoding.UTF_8);
    }

    private static TextEncoding read(ConfigNode node, SourceFormat format) {
        boolean isFramed =
                format instanceof SourceFormat.Framed
                        || format instanceof SourceFormat.Debezium debezium
                                && debezium.registry().isConfigured();
        if (isFramed || format instanceof SourceFormat.RowFiles) {
            throw node.invalid(
                    isFramed
                            ? "only for text, and not for messages framed for a schema registry;"
                                    + " leave it out"
                            : "only for text; Parquet and Avro say themselves what they are in;"
                                    + " leave it out");
        }
        return read(node);
    }

    private static TextEncoding read(ConfigNode node) {
        String name = node.nonEmptyString();
        try {
            return TextEncoding.of(name);
        } catch (IllegalArgumentException e) {
            boolean isKnown = TextEncoding.isKnown(name);
            String problem =
                    isKnown
                            ? "the encoding '" + name + "' is not supported"
                            : "unknown encoding '" + name + "'";
            String meant =
                    isKnown
                            ? ""
                            : Suggestion.within(EDITS, name, TextEncoding.known())
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse("");
            throw node.invalid(
                    problem
                            + (meant.isEmpty() ? "; expected" : meant + " Expected")
                            + " a name such as windows-1252, iso-8859-1, utf-16 or utf-8");
        }
    }
}
