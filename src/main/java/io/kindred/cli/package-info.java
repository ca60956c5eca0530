/**
 * The command line: options and their checks, exit codes and printed text. Only the tools depend on
 * this package.
 */
@NullMarked
package io.kindred.cli;

import org.jspecify.annotations.NullMarked;
