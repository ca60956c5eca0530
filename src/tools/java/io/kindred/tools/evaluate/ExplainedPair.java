package io.kindred.tools.evaluate;

import io.kindred.model.RecordIdentity;

/**
 * Two records that are wrongly one entity, or wrongly not, and why.
 *
 * @param of the entity that has both, or the person that both are about
 * @param first one record
 * @param firstIn its person, or its entity
 * @param reason lines of text, each with a line end
 */
public record ExplainedPair(
        String of,
        RecordIdentity first,
        String firstIn,
        RecordIdentity second,
        String secondIn,
        String reason) {}
