/**
 * Profiles records for somebody who sets up a job: completeness, distinct and hottest values of
 * each attribute, sizes of blocks for possible keys, and a first ontology.
 *
 * <p>Two passes over the files. Memory is bounded by settings: each attribute and each key counts a
 * limited number of values ({@link io.kindred.tools.profile.ValueCounts}) and keeps a limited
 * number of hot ones ({@link io.kindred.tools.profile.HotValues}).
 */
@NullMarked
package io.kindred.tools.profile;

import org.jspecify.annotations.NullMarked;
