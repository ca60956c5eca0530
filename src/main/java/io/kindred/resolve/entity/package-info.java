/**
 * Results for one entity: its golden record over time, and the conflicts within it and between
 * entities.
 *
 * <p>Works on records in memory, without state. Uses {@code resolve.record} and {@code
 * resolve.cluster}.
 */
@NullMarked
package io.kindred.resolve.entity;

import org.jspecify.annotations.NullMarked;
