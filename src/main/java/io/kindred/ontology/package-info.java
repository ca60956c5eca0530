/**
 * What the user declares about entity types, attributes and perspectives, checked and with all
 * defaults filled in. Uses {@code model} and {@code temporal} only.
 */
@NullMarked
package io.kindred.ontology;

import org.jspecify.annotations.NullMarked;
