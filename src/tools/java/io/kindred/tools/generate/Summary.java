package io.kindred.tools.generate;

/**
 * What the generator wrote.
 *
 * @param records number of versions of records, including deletes
 * @param identities number of different records, including deleted ones
 * @param people number of people
 * @param files number of files with records
 */
public record Summary(long records, long identities, long people, int files) {}
