package io.kindred.tools.bench;

/**
 * A generated record of a benchmark. Its values are ASCII without quotes.
 *
 * @param number the uid: a number from 0, in the order of generation
 * @param person the number of the first record about the same person
 * @param conflict how the record contradicts that person
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
        /** It contradicts nothing. */
        NONE,
        /** It has another date of birth: a direct conflict. */
        BIRTH,
        /** It has another social security number: a contested group and an indirect conflict. */
        SSN
    }
}
