/**
 * The command line of the tools: options and their checks, exit codes and printed text. Tools
 * depend on the product, never the reverse.
 */
@NullMarked
package io.kindred.tools;

import org.jspecify.annotations.NullMarked;
