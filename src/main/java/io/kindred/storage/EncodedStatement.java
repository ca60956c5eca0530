package io.kindred.storage;

import io.kindred.model.Digest;
import io.kindred.model.OutputKey;
import io.kindred.model.Statement;

import java.util.Optional;

/**
 * A statement with its bytes, made once and then digested, sent and kept as they are. Whoever only
 * needs to know what it is about, or whether it says something new, does not read them.
 *
 * @param key what the statement is about
 * @param shown the digest of the bytes, by which what is shown is told from what was; empty for a
 *     withdrawal, which shows nothing
 * @param bytes the statement in {@link StatementFormat}
 */
public record EncodedStatement(OutputKey key, Optional<ByteKey> shown, ByteKey bytes) {

    /** The statement encoded and digested. */
    public static EncodedStatement of(Statement statement) {
        byte[] bytes = StatementFormat.INSTANCE.write(statement);
        return new EncodedStatement(
                statement.key(),
                statement.isWithdrawal()
                        ? Optional.empty()
                        : Optional.of(new ByteKey(Digest.of(bytes))),
                new ByteKey(bytes));
    }

    /** Whether it says that there is nothing under the key any more. */
    public boolean isWithdrawal() {
        return shown.isEmpty();
    }

    /**
     * The statement, read from its bytes.
     *
     * @throws CorruptStateException if they hold none
     */
    public Statement statement() {
        return StatementFormat.INSTANCE.read(bytes.bytes());
    }
}
