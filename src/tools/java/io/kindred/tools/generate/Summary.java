package io.kindred.tools.generate;

/**
 * What was written.
 *
 * @param records versions of records, deletes included
 * @param identities different records, those deleted in the end included
 * @param people people with a record
 * @param files files with records
 */
public record Summary(long records, long identities, long people, int files) {}
