package io.kindred.offline;

import io.kindred.model.Conflict;

import java.io.Serializable;
import java.util.function.Consumer;

/** What a tool does with the breaches of {@code unique} constraints across several shards. */
public interface ClaimsTask extends Serializable {

    /** Works on one breach; see {@link ShardTask#run}. */
    void run(
            Declaration declaration,
            String conflictId,
            Conflict.Uniqueness breach,
            Consumer<byte[]> rows);
}
