/**
 * What the user declares about entity types, attributes and perspectives, checked and with all
 * defaults filled in. Of this project it uses nothing but {@code model} and {@code temporal}.
 */
@NullMarked
package io.kindred.ontology;

import org.jspecify.annotations.NullMarked;
