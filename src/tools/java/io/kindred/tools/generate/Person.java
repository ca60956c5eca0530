package io.kindred.tools.generate;

import io.kindred.temporal.Interval;

import java.util.List;

/**
 * A person as they are, before any source gets it wrong.
 *
 * @param surnames one after the other, without gaps, over all time
 * @param emails the private one, then that of work
 * @param phones the first one, then the one that later versions of records have
 * @param addresses one after the other, without gaps, over all time
 */
record Person(
        long index,
        String firstName,
        List<Surname> surnames,
        String dateOfBirth,
        List<String> emails,
        List<String> phones,
        List<Address> addresses) {

    /** A surname and when it was borne. */
    record Surname(String value, Interval interval) {}

    /** An address and when it was lived at. */
    record Address(String street, String city, Interval interval) {}
}
