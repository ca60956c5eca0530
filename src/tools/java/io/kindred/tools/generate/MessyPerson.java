package io.kindred.tools.generate;

import java.time.LocalDate;
import java.util.List;

/**
 * What is true of a person whose records are messy.
 *
 * @param emails own addresses, the current one first
 * @param phones the own number, and that of the household if it shares one
 * @param cities the current one first
 */
record MessyPerson(
        String givenName,
        String surname,
        LocalDate born,
        List<String> emails,
        List<MessyPhone> phones,
        String ssn,
        List<String> cities) {}
