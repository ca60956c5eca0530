package io.kindred.storage.shard;

import java.util.List;

/**
 * State is to go on under another ontology or timeline than it was built under, which would mix the
 * results of both.
 */
public final class ChangedDeclarationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ChangedDeclarationException(List<String> changes) {
        super(
                "the state was built under another ontology or timeline; go on with the one of"
                        + " before, or make a state of the new one with jobs/migrate.sh. What has"
                        + " changed:\n  "
                        + String.join("\n  ", changes));
    }
}
