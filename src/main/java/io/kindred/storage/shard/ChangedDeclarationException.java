package io.kindred.storage.shard;

import java.util.List;

/**
 * State that was built with another ontology or timeline than the job has. To continue would mix
 * the results of both.
 */
public final class ChangedDeclarationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ChangedDeclarationException(List<String> changes) {
        super(
                "the state was built with another ontology or timeline; use the previous one,"
                        + " or migrate the records to the new one with jobs/migrate.sh. Changes:\n  "
                        + String.join("\n  ", changes));
    }
}
