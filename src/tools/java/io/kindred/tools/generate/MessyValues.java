package io.kindred.tools.generate;

import java.text.Normalizer;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Writes values as people type them into forms: in many ways, with typos and placeholders. */
final class MessyValues {

    /** What stands where a value is missing. */
    static final List<String> MISSING = List.of("", "", "", "N/A", "NULL", "-");

    static final String NO_EMAIL = "noreply@example.org";
    static final String NO_SSN = "000-00-0000";
    static final String NO_BIRTH = "01/01/1900";

    private static final double MISSED = 0.06;
    private static final double PLACEHOLDERS = 0.02;
    private static final double TYPOS = 0.02;

    private static final List<DateTimeFormatter> DATES =
            List.of(
                    date("uuuu-MM-dd"),
                    date("uuuu-MM-dd"),
                    date("dd/MM/uuuu"),
                    date("dd.MM.uuuu"),
                    date("d MMM uuuu"));

    private final Draws draws;

    /** Draws how values are written. */
    MessyValues(Draws draws) {
        this.draws = draws;
    }

    private static DateTimeFormatter date(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    static String withoutAccents(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    }

    String name(String name) {
        if (draws.chance(0.005)) {
            return "test";
        }
        String typed = draws.chance(0.03) ? Mistakes.typo(draws, name) : name;
        String written = draws.chance(0.5) ? withoutAccents(typed) : typed;
        return switch (draws.below(12)) {
            case 0 -> written.toUpperCase(Locale.ROOT);
            case 1 -> written.toLowerCase(Locale.ROOT);
            case 2 -> ' ' + written;
            case 3 -> written + "  ";
            case 4 -> written.replace(" ", "  ");
            default -> written;
        };
    }

    /** One of the addresses, mostly the first. */
    String email(List<String> emails, String name) {
        if (draws.chance(MISSED)) {
            return draws.pick(MISSING);
        }
        if (draws.chance(PLACEHOLDERS)) {
            return draws.chance(0.2) ? "test" : NO_EMAIL;
        }
        String email = emails.get(draws.chance(0.1) ? 1 : 0);
        String typed = draws.chance(TYPOS) ? Mistakes.typo(draws, email) : email;
        return switch (draws.below(14)) {
            case 0 -> typed.toUpperCase(Locale.ROOT);
            case 1 -> typed + "  ";
            case 2 -> "mailto:" + typed;
            case 3 -> name + " <" + typed + '>';
            default -> typed;
        };
    }

    /** One of the numbers, or two in one cell, separated by a semicolon. */
    String phones(List<MessyPhone> phones) {
        String first = phone(phones);
        return draws.chance(0.1) ? first + "; " + phone(phones) : first;
    }

    /** One of the numbers of a person, a placeholder, or nothing. */
    String phone(List<MessyPhone> phones) {
        if (draws.chance(MISSED)) {
            return draws.pick(MISSING);
        }
        if (draws.chance(PLACEHOLDERS)) {
            return "00000000000";
        }
        MessyPhone phone = phones.size() > 1 && draws.chance(0.25) ? phones.get(1) : phones.get(0);
        if (draws.chance(TYPOS)) {
            return Mistakes.typo(draws, phone.digits());
        }
        String local = phone.local();
        return switch (draws.below(9)) {
            case 0 -> "+44 " + phone.area() + ' ' + local;
            case 1 -> "+44 (0)" + phone.area() + ' ' + local;
            case 2 -> "(0)" + phone.area() + ' ' + local;
            case 3 -> "(0" + phone.area() + ") " + local;
            case 4 -> "0044 " + phone.area() + ' ' + local;
            case 5 -> '0' + phone.area() + ' ' + local + " ext. " + (10 + draws.below(90));
            // A spreadsheet took it for a number.
            case 6 -> phone.digits().substring(1) + ".0";
            case 7 -> phone.digits();
            default -> '0' + phone.area() + ' ' + local;
        };
    }

    String born(LocalDate born) {
        if (draws.chance(MISSED)) {
            return draws.pick(MISSING);
        }
        return draws.chance(PLACEHOLDERS) ? NO_BIRTH : draws.pick(DATES).format(born);
    }

    /** Most records have none. A typo makes it that of nobody. */
    String ssn(String ssn) {
        if (draws.chance(0.7)) {
            return draws.pick(MISSING);
        }
        if (draws.chance(0.1)) {
            return NO_SSN;
        }
        return draws.chance(0.005) ? Mistakes.typo(draws, ssn) : ssn;
    }

    /** Some records still have the city before. */
    String city(List<String> cities) {
        return draws.chance(MISSED)
                ? draws.pick(MISSING)
                : name(cities.get(draws.chance(0.15) ? 1 : 0));
    }
}
