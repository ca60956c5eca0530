/**
 * The report about the quality of a job's data and result. {@link
 * io.kindred.tools.quality.Examination} computes it from the rows of the outputs; {@link
 * io.kindred.tools.quality.QualityReport} is what JSON and page are made from. Uses {@code
 * tools.store}, and counters of {@code tools.profile}.
 */
@NullMarked
package io.kindred.tools.quality;

import org.jspecify.annotations.NullMarked;
