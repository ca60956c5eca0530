package io.kindred.tools.generate;

import net.datafaker.Faker;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Names, streets, cities and domains to pick from. They are drawn from Datafaker once, because a
 * draw costs many times as much as the rest of a record.
 *
 * @param domains domain names below {@code .example}, which is reserved
 */
record Vocabulary(
        List<String> firstNames,
        List<String> surnames,
        List<String> streets,
        List<String> cities,
        List<String> domains) {

    /** Draws the vocabulary from a seed. */
    static Vocabulary draw(long seed) {
        Faker faker = new Faker(Locale.ENGLISH, new Random(seed));
        return new Vocabulary(
                distinct(2000, () -> faker.name().firstName()),
                distinct(450, () -> faker.name().lastName()),
                distinct(3000, () -> faker.address().streetName()),
                distinct(1000, () -> faker.address().city()),
                distinct(40, () -> slug(faker.internet().domainWord()) + ".example"));
    }

    /** The ASCII letters of a name in lower case, for use in an e-mail address. */
    static String slug(String name) {
        StringBuilder slug = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (letter >= 'A' && letter <= 'Z') {
                slug.append((char) (letter + 'a' - 'A'));
            } else if (letter >= 'a' && letter <= 'z') {
                slug.append(letter);
            }
        }
        return slug.toString();
    }

    private static List<String> distinct(int wanted, Supplier<String> source) {
        Set<String> words = new LinkedHashSet<>();
        // The number of tries is limited, since the source may have fewer different words.
        for (int tries = 0; words.size() < wanted && tries < 8 * wanted; tries++) {
            words.add(source.get());
        }
        return List.copyOf(words);
    }
}
