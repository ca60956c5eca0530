package io.kindred.tools.store;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The texts that values are found by: the normalised value without case and accents, cut to {@value
 * #MOST_CHARACTERS} characters; and, so that each of its words finds it, what follows the first
 * blanks in it.
 *
 * <p>Example: {@code The Ärzte Company} is found by {@code the arzte company}, {@code arzte
 * company} and {@code company}.
 */
final class ValueIndex {

    /** Longer values are found by their beginning, and compared in full. */
    static final int MOST_CHARACTERS = 64;

    /** How many words of a value are found. */
    private static final int MOST_WORDS = 5;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private final Ontology ontology;

    ValueIndex(Ontology ontology) {
        this.ontology = ontology;
    }

    /** The normalised value; empty if it says nothing. */
    Optional<String> normalized(String entityType, String attribute, String value) {
        Optional<EntityTypeRules> rules = ontology.rules(entityType);
        return rules.isEmpty()
                ? Optional.of(value)
                : rules.get().attribute(attribute).normalization().apply(value);
    }

    /** A text without case and accents. */
    static String folded(String text) {
        String plain = text;
        if (text.getBytes(StandardCharsets.UTF_8).length != text.length()) {
            plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        }
        return plain.toLowerCase(Locale.ROOT);
    }

    /** The text that a whole normalised value is found by. */
    static String whole(String normalized) {
        return cut(folded(normalized));
    }

    /** All texts that a normalised value is found by. */
    static Set<String> texts(String normalized) {
        String folded = folded(normalized);
        Set<String> texts = new LinkedHashSet<>();
        texts.add(cut(folded));
        int at = folded.indexOf(' ');
        while (at >= 0 && texts.size() < MOST_WORDS) {
            String rest = folded.substring(at + 1);
            if (!rest.isBlank()) {
                texts.add(cut(rest));
            }
            at = folded.indexOf(' ', at + 1);
        }
        return texts;
    }

    private static String cut(String text) {
        if (text.length() <= MOST_CHARACTERS) {
            return text;
        }
        int end = MOST_CHARACTERS;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    /** The keys of the index entries of a value. */
    List<byte[]> keys(String entityType, String attribute, String normalized, String target) {
        List<byte[]> keys = new ArrayList<>();
        for (String text : texts(normalized)) {
            keys.add(StoreKeys.text(entityType, attribute, text, target));
        }
        return keys;
    }
}
