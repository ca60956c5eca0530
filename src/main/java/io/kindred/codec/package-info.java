/**
 * Text formats: the record format and column mappings, strict YAML and the ontology, and the JSON
 * of the outputs. Uses Jackson, not Flink.
 */
@NullMarked
package io.kindred.codec;

import org.jspecify.annotations.NullMarked;
