package io.kindred.tools.profile;

import io.kindred.ontology.BasicNormalizer;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.Prefix;
import io.kindred.ontology.Suffix;

import java.util.List;

/** How much of an attribute's value a key looks at. */
enum Variant {
    EXACT("", List.of()),
    SOUNDEX("soundex", List.of(BasicNormalizer.SOUNDEX)),
    YEAR("{prefix: 4}", List.of(new Prefix(4))),
    BEGINNING("{prefix: 3}", List.of(new Prefix(3))),
    LAST_DIGITS("{suffix: 7}", List.of(new Suffix(7))),
    EMAIL_LOCAL("email_local", List.of(BasicNormalizer.EMAIL_LOCAL));

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
}
