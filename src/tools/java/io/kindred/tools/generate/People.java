package io.kindred.tools.generate;

import io.kindred.temporal.Interval;
import io.kindred.tools.generate.Person.Address;
import io.kindred.tools.generate.Person.Surname;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Generates people. Each depends only on the seed and on the number of the person. */
final class People {

    /** The first day on which a name or address may change, as an epoch day. */
    static final int FIRST_DAY = (int) LocalDate.of(2000, 1, 1).toEpochDay();

    /** The day after the last such day, as an epoch day. */
    static final int LAST_DAY = (int) LocalDate.of(2025, 1, 1).toEpochDay();

    static final long MILLIS_PER_DAY = 86_400_000L;

    private static final int BIRTHS_FROM = (int) LocalDate.of(1940, 1, 1).toEpochDay();
    private static final int BIRTHS_TO = (int) LocalDate.of(2006, 1, 1).toEpochDay();
    private static final double DOUBLE_NAMES = 0.05;
    private static final long PERSON = 1;
    private static final long SOURCES = 2;
    private static final long IDENTIFIERS = 3;

    private final Population population;
    private final long seed;
    private final Vocabulary vocabulary;
    private final Permutation identifiers;

    People(Population population, long seed) {
        this.population = population;
        this.seed = seed;
        this.vocabulary = Vocabulary.draw(seed);
        this.identifiers = new Permutation(Population.MAX_PEOPLE, seed, IDENTIFIERS);
    }

    /** The sources that have a record about a person, as a bit set. */
    int sourcesOf(long index) {
        Draws draws = Draws.of(seed, SOURCES, index);
        int sources = 0;
        int left = population.sources();
        do {
            sources |= 1 << nthClearBit(sources, draws.below(left));
            left--;
        } while (left > 0 && draws.chance(population.overlap()));
        return sources;
    }

    private static int nthClearBit(int bits, int n) {
        int bit = 0;
        for (int clear = n; ; bit++) {
            if ((bits & (1 << bit)) == 0 && clear-- == 0) {
                return bit;
            }
        }
    }

    Person person(long index) {
        Draws draws = Draws.of(seed, PERSON, index);
        String firstName = draws.pickSkewed(vocabulary.firstNames());
        List<Surname> surnames = surnames(draws);
        String dateOfBirth = date(BIRTHS_FROM + draws.below(BIRTHS_TO - BIRTHS_FROM));
        // With the number in it, an e-mail address belongs to one person only.
        String number = Long.toString(index, Character.MAX_RADIX);
        String first = Vocabulary.slug(firstName);
        String last = Vocabulary.slug(surnames.get(0).value());
        List<String> emails =
                List.of(
                        first + "." + last + "." + number + "@" + draws.pick(vocabulary.domains()),
                        last + "." + number + "@work." + draws.pick(vocabulary.domains()));
        List<String> phones = List.of(phone(draws), phone(draws));
        return new Person(
                index, firstName, surnames, dateOfBirth, emails, phones, addresses(draws));
    }

    /**
     * The social security number of a person. It is unique, and in a range that is never issued.
     */
    String ssn(long index) {
        long number = identifiers.apply(index);
        StringBuilder ssn = new StringBuilder(11).append('9');
        padded(ssn, number / 1_000_000, 2).append('-');
        padded(ssn, number / 10_000 % 100, 2).append('-');
        return padded(ssn, number % 10_000, 4).toString();
    }

    private List<Surname> surnames(Draws draws) {
        String maiden = surname(draws);
        if (!draws.chance(population.nameChanges())) {
            return List.of(new Surname(maiden, Interval.ALWAYS));
        }
        String married = surname(draws);
        while (married.equals(maiden)) {
            married = surname(draws);
        }
        long change = (FIRST_DAY + draws.below(LAST_DAY - FIRST_DAY)) * MILLIS_PER_DAY;
        return List.of(
                new Surname(maiden, new Interval(Interval.MIN, change)),
                new Surname(married, new Interval(change, Interval.MAX)));
    }

    private String surname(Draws draws) {
        String name = draws.pickSkewed(vocabulary.surnames());
        return draws.chance(DOUBLE_NAMES)
                ? name + "-" + draws.pickSkewed(vocabulary.surnames())
                : name;
    }

    private List<Address> addresses(Draws draws) {
        int moves = draws.poisson(population.moves(), 3 * (int) Population.MAX_MOVES);
        long[] days = new long[moves];
        for (int i = 0; i < moves; i++) {
            days[i] = FIRST_DAY + draws.below(LAST_DAY - FIRST_DAY);
        }
        days = Arrays.stream(days).sorted().distinct().toArray();
        List<Address> addresses = new ArrayList<>(days.length + 1);
        for (int i = 0; i <= days.length; i++) {
            long start = i == 0 ? Interval.MIN : days[i - 1] * MILLIS_PER_DAY;
            long end = i == days.length ? Interval.MAX : days[i] * MILLIS_PER_DAY;
            String street = (1 + draws.below(980)) + " " + draws.pick(vocabulary.streets());
            String city = draws.pickSkewed(vocabulary.cities());
            addresses.add(new Address(street, city, new Interval(start, end)));
        }
        return addresses;
    }

    /** A phone number with the exchange 555, which is reserved for fiction. */
    private static String phone(Draws draws) {
        StringBuilder phone = new StringBuilder(12).append(200 + draws.below(800)).append("-555-");
        return padded(phone, draws.below(10_000), 4).toString();
    }

    static String date(long epochDay) {
        return LocalDate.ofEpochDay(epochDay).toString();
    }

    private static StringBuilder padded(StringBuilder text, long number, int digits) {
        String shown = Long.toString(number);
        return text.append("0".repeat(digits - shown.length())).append(shown);
    }
}
