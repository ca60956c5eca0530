/**
 * The ontology: the user's rules for entity types, attributes and perspectives, validated and with
 * all defaults filled in. Depends on {@code model} and {@code temporal} only.
 */
@NullMarked
package io.kindred.ontology;

import org.jspecify.annotations.NullMarked;
