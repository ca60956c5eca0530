/**
 * The command line of the tools: options and their checks, exit codes, and what is printed. The
 * tools use the product; nothing in the product knows them.
 */
@NullMarked
package io.kindred.tools;

import org.jspecify.annotations.NullMarked;
