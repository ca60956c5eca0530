/**
 * The judge of the engine: the results computed again from all records, one rule after the other,
 * with nothing kept and nothing clever. Shares no algorithm with the main code; of it, it uses the
 * value types only, and has its own orders, time handling, normalisers and digests.
 */
@NullMarked
package io.kindred.oracle;

import org.jspecify.annotations.NullMarked;
