/**
 * Checks of saved state: resolves the stored records again and compares, and finds dangling entries
 * and wrong counts in the tables.
 *
 * <p>Uses all of {@code resolve}; nothing of {@code resolve} uses it.
 */
@NullMarked
package io.kindred.resolve.check;

import org.jspecify.annotations.NullMarked;
