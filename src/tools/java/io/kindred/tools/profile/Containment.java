package io.kindred.tools.profile;

import io.kindred.model.Descriptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds attributes that repeat others, such as a full name beside a first name: that both agree
 * says no more than that one of them does. Looks at a sample of the records.
 */
final class Containment {

    private static final int SAMPLE = 500;
    private static final double MOST = 0.8;

    /** Fewer records with both attributes say nothing. */
    private static final int FEW = 20;

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private final List<Map<String, Set<String>>> sample = new ArrayList<>();

    /** Always the same, so that the same input has the same profile. */
    private final Random random = new Random(1);

    private long records;

    void add(List<Descriptor> descriptors) {
        records++;
        if (sample.size() < SAMPLE) {
            sample.add(words(descriptors));
            return;
        }
        long place = random.nextLong(records);
        if (place < SAMPLE) {
            sample.set((int) place, words(descriptors));
        }
    }

    private static Map<String, Set<String>> words(List<Descriptor> descriptors) {
        Map<String, Set<String>> words = new HashMap<>();
        for (Descriptor each : descriptors) {
            Set<String> own =
                    new HashSet<>(
                            Arrays.asList(NO_WORD.split(each.value().toLowerCase(Locale.ROOT))));
            own.remove("");
            if (!own.isEmpty()) {
                words.computeIfAbsent(each.attribute(), unused -> new HashSet<>()).addAll(own);
            }
        }
        return words;
    }

    /** The first of the others that the attribute repeats: all its words are among its own. */
    Optional<String> of(String attribute, List<String> others) {
        return others.stream().filter(other -> contains(attribute, other)).findFirst();
    }

    private boolean contains(String attribute, String other) {
        int both = 0;
        int contained = 0;
        for (Map<String, Set<String>> record : sample) {
            Set<String> own = record.get(attribute);
            Set<String> others = record.get(other);
            if (own != null && others != null) {
                both++;
                contained += own.containsAll(others) ? 1 : 0;
            }
        }
        return both >= FEW && contained >= MOST * both;
    }
}
