package io.kindred.storage;

/**
 * State is to go on under another ontology or timeline than it was built under, which would mix the
 * results of both.
 */
public final class ChangedDeclarationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ChangedDeclarationException(String before, String now) {
        super(
                "the state was built under another ontology or timeline; start without it, or with"
                        + " the declarations it was built under. They were: "
                        + before
                        + " and are now: "
                        + now);
    }
}
