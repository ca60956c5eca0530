/**
 * Import of models of Splink, the record linkage library: its settings as an ontology. {@link
 * io.kindred.tools.splink.SplinkImport} is the way in. {@link
 * io.kindred.tools.splink.SqlConditionParser} alone knows the library that parses SQL.
 */
@NullMarked
package io.kindred.tools.splink;

import org.jspecify.annotations.NullMarked;
