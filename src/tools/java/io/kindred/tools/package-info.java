/**
 * The commands of the tools: their options, checks, exit codes and printed text. The tools use the
 * product, and the product never uses the tools.
 */
@NullMarked
package io.kindred.tools;

import org.jspecify.annotations.NullMarked;
