/**
 * Formats: the record format and column mappings, rows by schemas of a registry, strict YAML and
 * the ontology, and the JSON of the outputs. Uses Jackson, and Avro and Wire for rows; not Flink.
 */
@NullMarked
package io.kindred.codec;

import org.jspecify.annotations.NullMarked;
