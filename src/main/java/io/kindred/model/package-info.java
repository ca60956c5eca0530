/**
 * The data model of inputs and outputs: records with descriptors, entities with golden records,
 * conflicts, generic keys, output updates, questions and answers. Depends on {@code temporal} only.
 */
@NullMarked
package io.kindred.model;

import org.jspecify.annotations.NullMarked;
