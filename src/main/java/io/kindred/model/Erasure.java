package io.kindred.model;

import java.util.OptionalLong;

/**
 * What was removed from the state when a record was erased.
 *
 * @param version the version of the erasure, if it had one
 * @param values how many values of the record were kept, expired ones included
 * @param keyEntries how many key entries it had
 * @param decisions how many decisions name it; they are kept without names and reason
 */
public record Erasure(
        RecordIdentity record, OptionalLong version, int values, int keyEntries, int decisions) {}
