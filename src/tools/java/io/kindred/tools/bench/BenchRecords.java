package io.kindred.tools.bench;

import io.kindred.tools.bench.BenchRecord.Conflict;
import io.kindred.tools.generate.Draws;

/**
 * The records of a measurement, each made from its number alone, so that making any number of them
 * takes no memory.
 *
 * <p>A record is about a new person, or about the person of an earlier record drawn from all
 * earlier ones with equal chance; who that is, is found by going back from record to record. E-mail
 * address and social security number are a person's own; names, birth and phone number fall
 * together by chance, as in life: about one pair of people in 2·10^10 has the same names and birth.
 */
final class BenchRecords {

    /** The address that records share instead of having their own. */
    static final String PLACEHOLDER = "noreply@example.org";

    private static final int FIRST_NAMES = 500;
    private static final int LAST_NAMES = 2000;
    private static final int FIRST_YEAR = 1940;
    private static final int YEARS = 65;
    private static final int MONTHS = 12;
    private static final int DAYS = 28;
    private static final int MAIL_HOSTS = 50;
    private static final int PHONES = 1_000_000_000;

    // Numbers below SSNS belong to people, those from there on to records that contradict theirs.
    private static final long SSNS = 900_000_000;
    // Has no factor in common with SSNS, so that different people have different numbers.
    private static final long SSN_STEP = 387_420_491;

    private static final int OF_RECORDS = 1;
    private static final int OF_PEOPLE = 2;

    private final RecordSettings settings;

    BenchRecords(RecordSettings settings) {
        this.settings = settings;
    }

    /** The record with the number, from 0. */
    BenchRecord get(long number) {
        Draws draws = Draws.of(settings.seed(), OF_RECORDS, number);
        long earlier = earlier(number, draws);
        Conflict conflict = earlier == number ? Conflict.NONE : conflict(draws);
        boolean placeholder =
                Draws.of(settings.seed(), OF_RECORDS, number, 1).chance(settings.placeholders());
        long person = person(earlier);
        Draws life = Draws.of(settings.seed(), OF_PEOPLE, person);
        String firstName = "First" + life.below(FIRST_NAMES);
        String lastName = "Last" + life.below(LAST_NAMES);
        String birth = date(life, FIRST_YEAR);
        String phone = "212-" + digits(life.below(PHONES));
        String email =
                "user" + Long.toHexString(person) + "@mail" + life.below(MAIL_HOSTS) + ".example";
        return new BenchRecord(
                number,
                person,
                conflict,
                firstName,
                lastName,
                // Of years in which nobody is born, so that it is another one.
                conflict == Conflict.BIRTH ? date(draws, FIRST_YEAR - YEARS) : birth,
                placeholder ? PLACEHOLDER : email,
                phone,
                digits(
                        conflict == Conflict.SSN
                                ? SSNS + number
                                : (person * SSN_STEP + settings.seed() % SSNS + SSNS) % SSNS));
    }

    /** The record whose person this record is about; itself if it is about a new one. */
    private long earlier(long number, Draws draws) {
        return draws.chance(settings.overlap()) && number > 0 ? draws.below((int) number) : number;
    }

    private long person(long record) {
        long current = record;
        while (true) {
            long before = earlier(current, Draws.of(settings.seed(), OF_RECORDS, current));
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

    /** Nine digits. */
    private static String digits(long number) {
        return Long.toString(1_000_000_000L + number).substring(1);
    }
}
