package io.kindred.storage;

import io.kindred.model.Statement;

/**
 * A statement and who makes it. Several owners may speak about one output key; each speaks only for
 * itself.
 *
 * @param owner the shard that speaks, from 0
 */
public record OwnedStatement(int owner, EncodedStatement encoded) {

    /** The statement, encoded. */
    public static OwnedStatement of(int owner, Statement statement) {
        return new OwnedStatement(owner, EncodedStatement.of(statement));
    }

    /** The statement, read from its bytes. */
    public Statement statement() {
        return encoded.statement();
    }
}
