package io.kindred.tools.generate;

import io.kindred.temporal.Interval;

import java.util.List;

/**
 * The true values of a person, without errors.
 *
 * @param surnames in order of time, without gaps, covering all time
 * @param emails the private address, then the work address
 * @param phones the number in first versions of records, then the number in later versions
 * @param addresses in order of time, without gaps, covering all time
 */
record Person(
        long index,
        String firstName,
        List<Surname> surnames,
        String dateOfBirth,
        List<String> emails,
        List<String> phones,
        List<Address> addresses) {

    /** A surname and the time at which the person had it. */
    record Surname(String value, Interval interval) {}

    /** An address and the time at which the person lived there. */
    record Address(String street, String city, Interval interval) {}
}
