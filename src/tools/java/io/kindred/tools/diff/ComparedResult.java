package io.kindred.tools.diff;

import io.kindred.codec.OntologyDocument;
import io.kindred.tools.store.OutputStore;

/**
 * One of the two results that are compared.
 *
 * @param name as the user named it
 * @param store with all of its rows
 * @param rules that it was made with
 */
public record ComparedResult(String name, OutputStore store, OntologyDocument rules) {}
