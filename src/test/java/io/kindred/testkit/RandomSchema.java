package io.kindred.testkit;

import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.AttributeRules.Cardinality;
import io.kindred.ontology.AttributeRules.Preference;
import io.kindred.ontology.BasicNormalizer;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Normalization;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Perspective;
import io.kindred.ontology.Retention;
import io.kindred.ontology.Scope;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.oracle.NaiveNormalizers;
import io.kindred.testkit.RandomOptions.Profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A random ontology with the few values that its attributes take.
 *
 * @param entityTypes those that records have; all are covered
 * @param perspectives those that records have
 * @param alphabets the raw values of each attribute
 */
record RandomSchema(
        Ontology ontology,
        List<String> entityTypes,
        List<String> perspectives,
        Map<String, List<String>> alphabets) {

    static final List<String> LINKING = List.of("name", "email", "phone", "dob");
    static final List<String> STRONG = List.of("ssn", "passport");
    static final List<String> ATTRIBUTES =
            List.of("name", "email", "phone", "dob", "ssn", "passport", "city");

    private static final List<String> PERSPECTIVES =
            List.of("crm", "erp", "web", "\uff5ehr", "\ud83d\ude00hr");

    /** Alike in some normal form or another; in code points, U+FF5E comes before U+1F600. */
    private static final List<String> VALUES =
            List.of(
                    "ann",
                    "Ann",
                    " ANN",
                    "\u00e1nn",
                    "a\u0301nn",
                    "ann  b",
                    "Ann\u2003B",
                    "Robert",
                    "Rupert",
                    "12",
                    "1\u001f2",
                    "(1) 3",
                    "13",
                    "\uff5ex",
                    "\ud83d\ude00x",
                    "N/A",
                    "n/a",
                    "",
                    "a",
                    "b",
                    "B",
                    "ab",
                    "\u0130",
                    "\u00df",
                    "Ashcraft",
                    "Ashcroft",
                    "\u0661");

    private static final List<Normalizer> COMMON_STEPS =
            List.of(
                    BasicNormalizer.TRIM,
                    BasicNormalizer.LOWERCASE,
                    BasicNormalizer.UPPERCASE,
                    BasicNormalizer.COLLAPSE_WHITESPACE,
                    BasicNormalizer.STRIP_ACCENTS,
                    BasicNormalizer.ALPHANUMERIC);

    private static final List<Normalizer> KEY_STEPS =
            List.of(
                    BasicNormalizer.SOUNDEX,
                    BasicNormalizer.SOUNDEX,
                    BasicNormalizer.DIGITS,
                    BasicNormalizer.LOWERCASE,
                    BasicNormalizer.ALPHANUMERIC);

    private static final List<List<Preference>> PREFERENCES =
            List.of(
                    List.of(),
                    List.of(Preference.MAJORITY),
                    List.of(Preference.LATEST),
                    List.of(Preference.MAJORITY, Preference.LATEST),
                    List.of(Preference.LATEST, Preference.MAJORITY));

    static RandomSchema of(Dice dice, Profile profile) {
        Map<String, EntityTypeRules> rules = new HashMap<>();
        List<String> entityTypes = new ArrayList<>(List.of("person"));
        rules.put(dice.chance(0.1) ? Ontology.ANY : "person", rules(dice, profile));
        if (dice.chance(0.15)) {
            entityTypes.add("org");
            rules.putIfAbsent(dice.chance(0.5) ? Ontology.ANY : "org", rules(dice, profile));
        }
        List<String> perspectives = dice.pick(dice.between(1, 3), PERSPECTIVES);
        Map<String, List<String>> alphabets =
                profile.isOfNearValues()
                        ? new RandomMatching(dice).alphabets()
                        : alphabets(dice, profile);
        Ontology ontology = new Ontology(rules, trust(dice, perspectives));
        entityTypes.removeIf(entityType -> ontology.rules(entityType).isEmpty());
        return new RandomSchema(ontology, entityTypes, perspectives, alphabets);
    }

    private static Map<String, List<String>> alphabets(Dice dice, Profile profile) {
        Map<String, List<String>> alphabets = new HashMap<>();
        for (String attribute : ATTRIBUTES) {
            int size = profile == Profile.MIXED ? dice.between(2, 4) : dice.between(2, 3);
            alphabets.put(attribute, dice.pick(size, VALUES));
        }
        return alphabets;
    }

    private static Map<String, Perspective> trust(Dice dice, List<String> perspectives) {
        Map<String, Perspective> trust = new HashMap<>();
        for (String perspective : perspectives) {
            if (dice.chance(0.7)) {
                List<String> authoritative =
                        dice.chance(0.4) ? dice.pick(dice.between(1, 2), ATTRIBUTES) : List.of();
                trust.put(
                        perspective,
                        new Perspective(
                                dice.pick(List.of(-1L, 50L, 100L, 200L)),
                                new HashSet<>(authoritative)));
            }
        }
        return trust;
    }

    private static EntityTypeRules rules(Dice dice, Profile profile) {
        if (profile.isOfNearValues()) {
            return matching(dice, profile);
        }
        Map<String, AttributeRules> attributes = new HashMap<>();
        for (String attribute : ATTRIBUTES) {
            if (dice.chance(0.6)) {
                attributes.put(attribute, attributeRules(dice));
            }
        }
        List<IdentityKey> keys = new ArrayList<>();
        for (int i = dice.between(1, 3); i > 0; i--) {
            keys.add(key(dice, profile, "key" + i));
        }
        return new EntityTypeRules(
                keys, strongIdentifiers(dice, profile), constraints(dice, attributes), attributes);
    }

    private static EntityTypeRules matching(Dice dice, Profile profile) {
        RandomMatching matching = new RandomMatching(dice);
        Map<String, AttributeRules> attributes = new HashMap<>();
        for (String attribute : ATTRIBUTES) {
            if (dice.chance(0.2)) {
                attributes.put(attribute, attributeRules(dice));
            }
        }
        boolean isScored = profile == Profile.SCORED;
        List<IdentityKey> keys = new ArrayList<>();
        if (dice.chance(0.35)) {
            keys.add(key(dice, profile, "exact"));
        }
        for (int i = dice.between(isScored ? 0 : 1, isScored ? 1 : 2); i > 0; i--) {
            keys.add(matching.key("tested" + i, new KeyTest.Tested(matching.test())));
        }
        for (int i = isScored ? dice.between(1, 2) : 0; i > 0; i--) {
            keys.add(matching.key("scored" + i, new KeyTest.Scored()));
        }
        return new EntityTypeRules(
                dice.pick(keys.size(), keys),
                matching.strongIdentifiers(),
                constraints(dice, attributes),
                attributes,
                Retention.FOREVER,
                isScored ? Optional.of(matching.score()) : Optional.empty(),
                dice.chance(0.15));
    }

    private static AttributeRules attributeRules(Dice dice) {
        List<Normalizer> steps = dice.pick(dice.between(0, 2), COMMON_STEPS);
        List<String> nulls = dice.chance(0.2) ? dice.pick(1, VALUES) : List.of();
        return new AttributeRules(
                readBack(NaiveNormalizers.normalization(steps, nulls)),
                dice.chance(0.2) ? Cardinality.MANY : Cardinality.ONE,
                dice.pick(PREFERENCES));
    }

    /**
     * What is read of rules that were written as text, with their nulls in normal form: that form
     * may have another one. Alphanumeric and then lower case makes "i" with a combining dot of a
     * capital one with a dot, and of that "i".
     */
    private static Normalization readBack(Normalization rules) {
        Normalization next =
                NaiveNormalizers.normalization(rules.steps(), List.copyOf(rules.nulls()));
        return next.equals(rules) ? rules : readBack(next);
    }

    private static IdentityKey key(Dice dice, Profile profile, String name) {
        boolean single = dice.chance(profile == Profile.MIXED ? 0.7 : 0.85);
        List<String> candidates = dice.chance(0.15) ? ATTRIBUTES : LINKING;
        List<KeyAttribute> attributes = new ArrayList<>();
        for (String attribute : dice.pick(single ? 1 : dice.chance(0.8) ? 2 : 3, candidates)) {
            attributes.add(
                    new KeyAttribute(
                            attribute, dice.chance(0.15) ? dice.pick(1, KEY_STEPS) : List.of()));
        }
        return new IdentityKey(name, attributes, limit(dice, profile));
    }

    private static OptionalLong limit(Dice dice, Profile profile) {
        boolean small =
                switch (profile) {
                    case MIXED -> dice.chance(0.3);
                    case CONTESTED, TESTED, SCORED -> false;
                    case GENERIC -> true;
                };
        if (small) {
            return OptionalLong.of(dice.between(1, 3));
        }
        return dice.chance(0.3)
                ? OptionalLong.empty()
                : OptionalLong.of(IdentityKey.DEFAULT_MAX_RECORDS);
    }

    private static List<StrongIdentifier> strongIdentifiers(Dice dice, Profile profile) {
        int count = dice.between(profile == Profile.CONTESTED ? 1 : 0, 2);
        List<String> candidates = dice.chance(0.1) ? ATTRIBUTES : STRONG;
        return dice.pick(count, candidates).stream()
                .map(
                        attribute ->
                                new StrongIdentifier(
                                        attribute,
                                        dice.chance(0.3) ? Scope.PERSPECTIVE : Scope.GLOBAL))
                .toList();
    }

    private static List<Constraint> constraints(Dice dice, Map<String, AttributeRules> attributes) {
        List<Constraint> constraints = new ArrayList<>();
        for (String name : dice.pick(dice.between(0, 3), List.of("one", "two", "\uff5e3"))) {
            String attribute = dice.pick(ATTRIBUTES);
            boolean many =
                    attributes.getOrDefault(attribute, AttributeRules.DEFAULT).cardinality()
                            == Cardinality.MANY;
            constraints.add(
                    new Constraint(
                            name,
                            attribute,
                            many || dice.chance(0.5)
                                    ? Constraint.Kind.UNIQUE
                                    : Constraint.Kind.SINGLE_VALUED,
                            dice.chance(0.5) ? Scope.PERSPECTIVE : Scope.GLOBAL));
        }
        return constraints;
    }
}
