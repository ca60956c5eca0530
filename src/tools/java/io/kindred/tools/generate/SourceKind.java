package io.kindred.tools.generate;

import java.util.List;
import java.util.Locale;

/**
 * A kind of source system: which values it has of people, and the style in which it writes them.
 */
enum SourceKind {
    CRM(200, new Knowledge(0.4, 1.0, 1.0, 0.1, true), Style.PLAIN),
    BILLING(150, new Knowledge(0.5, 0.9, 1.0, 0.1, false), Style.CAPITALS),
    WEB(50, new Knowledge(0.0, 0.6, 0.7, 0.0, false), Style.LOWER),
    HR(250, new Knowledge(1.0, 1.0, 1.0, 0.6, true), Style.PLAIN),
    SUPPORT(80, new Knowledge(0.1, 0.4, 0.6, 0.2, false), Style.LOWER),
    SHOP(60, new Knowledge(0.0, 0.5, 1.0, 0.0, false), Style.PLAIN),
    LOYALTY(70, new Knowledge(0.0, 0.9, 0.8, 0.1, false), Style.CAPITALS),
    CLAIMS(180, new Knowledge(0.8, 1.0, 1.0, 0.1, true), Style.PLAIN),
    PARTNER(40, new Knowledge(0.2, 0.8, 0.9, 0.3, false), Style.CAPITALS),
    MOBILE(90, new Knowledge(0.0, 0.7, 0.5, 0.0, false), Style.LOWER);

    private final int weight;
    private final Knowledge knowledge;
    private final Style style;

    SourceKind(int weight, Knowledge knowledge, Style style) {
        this.weight = weight;
        this.knowledge = knowledge;
        this.style = style;
    }

    /** The first {@code count} kinds. */
    static List<SourceKind> first(int count) {
        return List.of(values()).subList(0, count);
    }

    /** The name of the perspective. */
    String perspective() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The weight of the perspective in the ontology. */
    int weight() {
        return weight;
    }

    Knowledge knowledge() {
        return knowledge;
    }

    String uid(long number) {
        return name().charAt(0) + "-" + number;
    }

    /** A name in the style of this source. */
    String styleName(String name) {
        return switch (style) {
            case PLAIN -> name;
            case CAPITALS -> name.toUpperCase(Locale.ROOT);
            case LOWER -> name.toLowerCase(Locale.ROOT);
        };
    }

    /**
     * A phone number in the style of this source.
     *
     * @param phone such as {@code 212-555-0199}
     */
    String stylePhone(String phone) {
        return switch (style) {
            case PLAIN -> phone;
            case CAPITALS -> "(" + phone.substring(0, 3) + ") " + phone.substring(4);
            case LOWER -> phone.replace("-", "");
        };
    }

    private enum Style {
        PLAIN,
        CAPITALS,
        LOWER
    }

    /**
     * Which values the records of a source have, as shares of its records.
     *
     * @param ssn records with the social security number
     * @param dateOfBirth records with the date of birth
     * @param address records with the address
     * @param workEmail records with the work e-mail address instead of the private one
     * @param history whether records have all surnames and addresses over time, or only those at
     *     one time
     */
    record Knowledge(
            double ssn, double dateOfBirth, double address, double workEmail, boolean history) {}
}
