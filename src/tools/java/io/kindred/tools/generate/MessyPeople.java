package io.kindred.tools.generate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws people who live in households of three, some of which share a surname, a phone number and
 * an e-mail address. Each person depends only on the seed and on the number of the person.
 */
final class MessyPeople {

    private static final int HOUSEHOLD = 3;

    /** The most people whose phone numbers are their own. */
    static final int MAX_PEOPLE = MessyPhone.COUNT / (HOUSEHOLD + 1) * HOUSEHOLD;

    /** Names that some systems write without their accents. */
    private static final List<String> ACCENTED_NAMES =
            List.of("Zoë", "José", "Renée", "Chloé", "Siân", "Björn", "François", "Inés", "André");

    private static final List<String> ACCENTED_SURNAMES =
            List.of("García", "Núñez", "Müller", "Lefèvre", "Novák", "Gonçalves", "O'Briên");

    private static final long HOUSE = 30;
    private static final long PERSON = 31;
    private static final long PHONES = 32;
    private static final long SSNS = 33;
    private static final int SSN_COUNT = 100_000_000;
    private static final LocalDate FIRST_BIRTH = LocalDate.of(1940, 1, 1);
    private static final int BIRTH_DAYS = 24_000;

    private final long seed;
    private final Vocabulary vocabulary;
    private final Permutation phones;
    private final Permutation ssns;

    MessyPeople(long seed) {
        this.seed = seed;
        this.vocabulary = Vocabulary.draw(seed);
        this.phones = new Permutation(MessyPhone.COUNT, seed, PHONES);
        this.ssns = new Permutation(SSN_COUNT, seed, SSNS);
    }

    MessyPerson person(long index) {
        long house = index / HOUSEHOLD;
        int member = (int) (index % HOUSEHOLD);
        Draws home = Draws.of(seed, HOUSE, house);
        String familyName = surname(home);
        List<String> names = names(home);
        String city = home.pickSkewed(vocabulary.cities());
        String sharedEmail = slug(familyName) + '.' + house + "@family.example";
        boolean sharesEmail = home.chance(0.1);
        boolean sharesPhone = home.chance(0.3);

        Draws own = Draws.of(seed, PERSON, index);
        String surname = own.chance(0.8) ? familyName : surname(own);
        String mailbox = slug(names.get(member)) + '.' + slug(surname) + '.' + index;
        List<String> emails = new ArrayList<>();
        emails.add(mailbox + '@' + own.pick(vocabulary.domains()));
        emails.add(sharesEmail ? sharedEmail : "old." + mailbox + "@mail.example");
        List<MessyPhone> numbers = new ArrayList<>();
        numbers.add(phone(house, member));
        if (sharesPhone) {
            numbers.add(phone(house, HOUSEHOLD));
        }
        return new MessyPerson(
                names.get(member),
                surname,
                FIRST_BIRTH.plusDays(own.below(BIRTH_DAYS)),
                emails,
                numbers,
                ssn(index),
                List.of(city, own.pickSkewed(vocabulary.cities())));
    }

    private MessyPhone phone(long house, int place) {
        return MessyPhone.of(phones.apply(house * (HOUSEHOLD + 1) + place));
    }

    /** A social security number in a range that is never issued. */
    private String ssn(long index) {
        String digits = Long.toString(900_000_000L + ssns.apply(index));
        return digits.substring(0, 3) + '-' + digits.substring(3, 5) + '-' + digits.substring(5);
    }

    private List<String> names(Draws draws) {
        List<String> names = new ArrayList<>();
        while (names.size() < HOUSEHOLD) {
            String name =
                    draws.chance(0.05)
                            ? draws.pick(ACCENTED_NAMES)
                            : draws.pickSkewed(vocabulary.firstNames());
            // Nobody can tell two people of one name apart by their contacts.
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private String surname(Draws draws) {
        return draws.chance(0.05)
                ? draws.pick(ACCENTED_SURNAMES)
                : draws.pickSkewed(vocabulary.surnames());
    }

    private static String slug(String name) {
        return Vocabulary.slug(MessyValues.withoutAccents(name));
    }
}
