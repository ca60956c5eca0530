package io.kindred.tools.splink;

/** SQL that an ontology has no equivalent for. The message says what, and what can be mapped. */
final class UnmappableSqlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnmappableSqlException(String problem) {
        super(problem);
    }
}
