/**
 * Generates synthetic records about people, and the truth: which records are about the same person.
 * Equal settings give equal bytes, and memory use does not depend on the number of people. Uses the
 * model and Datafaker, but neither Flink nor the command line.
 */
@NullMarked
package io.kindred.tools.generate;

import org.jspecify.annotations.NullMarked;
