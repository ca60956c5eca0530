package io.kindred.codec;

/** Steps of normalisation in ontologies. */
class NormalizerReaderTest {

    /** The known steps, as errors list them. */
    static final String NAMES =
            "trim, lowercase, uppercase, collapse_whitespace, strip_accents, digits, alphanumeric,"
                    + " soundex, sorted_tokens, email_local, transliterate, tokens,"
                    + " double_metaphone";
}
