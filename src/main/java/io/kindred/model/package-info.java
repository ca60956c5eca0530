/**
 * What goes in and comes out, as values: records with their descriptors, entities with golden
 * records, conflicts, generic keys, updates, queries and answers. Uses {@code temporal} only.
 */
@NullMarked
package io.kindred.model;

import org.jspecify.annotations.NullMarked;
