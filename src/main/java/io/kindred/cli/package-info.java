/**
 * The command line: options and their checks, exit codes, and what is printed. Nobody imports it.
 */
@NullMarked
package io.kindred.cli;

import org.jspecify.annotations.NullMarked;
