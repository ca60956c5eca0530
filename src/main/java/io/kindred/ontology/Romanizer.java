package io.kindred.ontology;

import com.ibm.icu.text.Transliterator;

/**
 * Writes text in ASCII, as far as it can be: {@code Any-Latin; Latin-ASCII} of ICU4J 77.1, with the
 * rules of CLDR 47 and Unicode 16. "Достоевский" becomes "Dostoevskij" and "Łódź" "Lodz".
 * Characters without a rule, such as emoji, stay. Another version of ICU may have other rules.
 */
final class Romanizer {

    private Romanizer() {}

    /** Returns ASCII values as they are: most values are ASCII. */
    static String romanize(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) >= 0x80) {
                return Rules.TO_ASCII.transliterate(value);
            }
        }
        return value;
    }

    /** Read when first needed, since reading them takes a while. */
    private static final class Rules {
        static final Transliterator TO_ASCII = Transliterator.getInstance("Any-Latin; Latin-ASCII");
    }
}
