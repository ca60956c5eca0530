package io.kindred.tools.bench;

/**
 * A record of a measurement; its values are plain ASCII without quotes.
 *
 * @param number from 0, in the order in which records are made; the uid
 * @param person the number of the first record about the same person
 * @param conflict how it contradicts that person
 */
record BenchRecord(
        long number,
        long person,
        Conflict conflict,
        String firstName,
        String lastName,
        String dateOfBirth,
        String email,
        String phone,
        String ssn) {

    /** How a record contradicts the person that it is about. */
    enum Conflict {
        /** It does not. */
        NONE,
        /** By another date of birth: a direct conflict. */
        BIRTH,
        /** By another social security number: a contested entity, an indirect conflict. */
        SSN
    }
}
