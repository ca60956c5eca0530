/**
 * Synthetic records about people, with the truth about who is who: reproducible, noisy on request,
 * and written as a stream whatever their number. Every person follows from the seed and an index
 * alone. Uses the model and Datafaker; knows neither Flink nor the command line.
 */
@NullMarked
package io.kindred.tools.generate;

import org.jspecify.annotations.NullMarked;
