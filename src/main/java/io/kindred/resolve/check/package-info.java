/**
 * Checks saved state: resolves the stored records afresh and compares, and walks over the tables
 * for dangling entries and wrong counts.
 *
 * <p>Uses all of {@code resolve}; nothing of {@code resolve} uses it.
 */
@NullMarked
package io.kindred.resolve.check;

import org.jspecify.annotations.NullMarked;
