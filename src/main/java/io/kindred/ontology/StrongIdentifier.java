package io.kindred.ontology;

import io.kindred.compare.Threshold;

import java.util.Optional;

/**
 * An attribute on which records of one entity never disagree at the same time, such as a social
 * security number. Records that would are kept apart.
 *
 * @param scope which values are compared
 * @param differ when two unequal values are different: if the threshold holds, or if they cannot be
 *     measured. Otherwise they count as equal. Empty: always
 */
public record StrongIdentifier(String attribute, Scope scope, Optional<Threshold> differ) {

    /** One whose unequal values are always different. */
    public StrongIdentifier(String attribute, Scope scope) {
        this(attribute, scope, Optional.empty());
    }
}
