package io.kindred.tools.profile;

import io.kindred.ontology.BasicNormalizer;
import io.kindred.ontology.Normalizer;

import java.util.List;

/** How much of an attribute's value a key looks at. */
enum Variant {
    EXACT("", List.of()),
    SOUNDEX("soundex", List.of(BasicNormalizer.SOUNDEX)),
    YEAR("{prefix: 4}", List.of(prefix(4))),
    BEGINNING("{prefix: 3}", List.of(prefix(3))),
    LAST_DIGITS("{suffix: 7}", List.of(suffix(7))),
    EMAIL_LOCAL("email_local", List.of(Variant::emailLocal));

    private final String step;
    private final List<Normalizer> normalizers;

    Variant(String step, List<Normalizer> normalizers) {
        this.step = step;
        this.normalizers = normalizers;
    }

    /** The variants that may be of use in a key of its own. */
    static List<Variant> of(ValueKind kind) {
        return switch (kind) {
            case NAME -> List.of(EXACT, SOUNDEX, BEGINNING);
            case DATE -> List.of(EXACT, YEAR);
            case EMAIL -> List.of(EXACT, EMAIL_LOCAL);
            case PHONE -> List.of(EXACT, LAST_DIGITS);
            case OTHER_DATE, IDENTIFIER, CODE, TEXT -> List.of(EXACT);
            case CATEGORY -> List.of();
        };
    }

    /** As it is written in an ontology; empty for the whole value. */
    String step() {
        return step;
    }

    List<Normalizer> normalizers() {
        return normalizers;
    }

    private static Normalizer prefix(int length) {
        return value ->
                value.substring(
                        0,
                        value.offsetByCodePoints(
                                0, Math.min(length, value.codePointCount(0, value.length()))));
    }

    private static Normalizer suffix(int length) {
        return value -> {
            int all = value.codePointCount(0, value.length());
            return value.substring(value.offsetByCodePoints(0, Math.max(0, all - length)));
        };
    }

    private static String emailLocal(String value) {
        int at = value.indexOf('@');
        return at < 0 || at != value.lastIndexOf('@') ? "" : value.substring(0, at);
    }
}
