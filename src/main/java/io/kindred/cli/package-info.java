/**
 * The command line: options and their checks, exit codes, and what is printed. Only the tools
 * import it.
 */
@NullMarked
package io.kindred.cli;

import org.jspecify.annotations.NullMarked;
