/**
 * What is read and written as text: the record format and column mappings, the ontology and strict
 * YAML, and the JSON of the outputs. Knows Jackson, not Flink.
 */
@NullMarked
package io.kindred.codec;

import org.jspecify.annotations.NullMarked;
