package io.kindred.tools.bench;

import io.kindred.tools.bench.BenchRecord.Conflict;
import io.kindred.tools.generate.Draws;

/**
 * Generates the records of a benchmark. Each record is computed from its number and the seed, so
 * that memory use does not depend on the number of records.
 *
 * <p>A record is about a new person, or about the person of an earlier record. The earlier record
 * is drawn uniformly and may itself refer to an earlier one, so the chain is followed to its start.
 * For example, record 9 refers to 4, and 4 to 0, which is about a new person: all three are about
 * person 0.
 *
 * <p>E-mail address and social security number are unique to a person. Names, date of birth and
 * phone number can be equal by chance: about one pair of people in 2·10^10 has the same names and
 * date of birth.
 */
final class BenchRecords {

    /** The e-mail address of records with a placeholder. */
    static final String PLACEHOLDER = "noreply@example.org";

    private static final int FIRST_NAMES = 500;
    private static final int LAST_NAMES = 2000;
    private static final int FIRST_YEAR = 1940;
    private static final int YEARS = 65;
    private static final int MONTHS = 12;
    private static final int DAYS = 28;
    private static final int MAIL_HOSTS = 50;
    private static final int PHONES = 1_000_000_000;

    // Numbers below SSNS belong to people. Records that contradict their person have greater ones.
    private static final long SSNS = 900_000_000;
    // Coprime to SSNS, so that different people have different numbers.
    private static final long SSN_STEP = 387_420_491;

    private static final int RECORD_STREAM = 1;
    private static final int PERSON_STREAM = 2;

    private final RecordSettings settings;

    BenchRecords(RecordSettings settings) {
        this.settings = settings;
    }

    /** The record with the number, from 0. */
    BenchRecord get(long number) {
        Draws draws = Draws.of(settings.seed(), RECORD_STREAM, number);
        long earlier = earlier(number, draws);
        Conflict conflict = earlier == number ? Conflict.NONE : conflict(draws);
        boolean placeholder =
                Draws.of(settings.seed(), RECORD_STREAM, number, 1).chance(settings.placeholders());
        long person = person(earlier);
        Draws personDraws = Draws.of(settings.seed(), PERSON_STREAM, person);
        String firstName = "First" + personDraws.below(FIRST_NAMES);
        String lastName = "Last" + personDraws.below(LAST_NAMES);
        String birth = date(personDraws, FIRST_YEAR);
        String phone = "212-" + digits(personDraws.below(PHONES));
        String email =
                "user"
                        + Long.toHexString(person)
                        + "@mail"
                        + personDraws.below(MAIL_HOSTS)
                        + ".example";
        return new BenchRecord(
                number,
                person,
                conflict,
                firstName,
                lastName,
                // From years in which nobody is born, so that the dates differ.
                conflict == Conflict.BIRTH ? date(draws, FIRST_YEAR - YEARS) : birth,
                placeholder ? PLACEHOLDER : email,
                phone,
                digits(
                        conflict == Conflict.SSN
                                ? SSNS + number
                                : (person * SSN_STEP + settings.seed() % SSNS + SSNS) % SSNS));
    }

    /**
     * The number of the earlier record that this one refers to; its own number if the person is
     * new.
     */
    private long earlier(long number, Draws draws) {
        return draws.chance(settings.overlap()) && number > 0 ? draws.below((int) number) : number;
    }

    private long person(long record) {
        long current = record;
        while (true) {
            long before = earlier(current, Draws.of(settings.seed(), RECORD_STREAM, current));
            if (before == current) {
                return current;
            }
            current = before;
        }
    }

    private Conflict conflict(Draws draws) {
        if (!draws.chance(settings.conflicts() / settings.overlap())) {
            return Conflict.NONE;
        }
        return draws.chance(0.5) ? Conflict.BIRTH : Conflict.SSN;
    }

    private static String date(Draws draws, int from) {
        int year = from + draws.below(YEARS);
        int month = 1 + draws.below(MONTHS);
        int day = 1 + draws.below(DAYS);
        return year + (month < 10 ? "-0" : "-") + month + (day < 10 ? "-0" : "-") + day;
    }

    /** The last nine digits of a number, with leading zeros. */
    private static String digits(long number) {
        return Long.toString(1_000_000_000L + number).substring(1);
    }
}
