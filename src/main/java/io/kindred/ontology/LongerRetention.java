package io.kindred.ontology;

/**
 * A retention that is longer than it was. What has expired by the former one is gone, so a job
 * cannot go on with it.
 *
 * @param entityType as in one of the ontologies; may be {@link Ontology#ANY}
 * @param attribute empty for the attributes that neither ontology names
 */
public record LongerRetention(
        String entityType, String attribute, Retention before, Retention now) {}
