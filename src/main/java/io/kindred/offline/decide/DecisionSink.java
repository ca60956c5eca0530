package io.kindred.offline.decide;

import io.kindred.model.Decision;

import java.io.IOException;
import java.time.Instant;

/** Where decisions are written to. */
public interface DecisionSink extends AutoCloseable {

    /**
     * Writes a decision. It is durable when this returns.
     *
     * @param by who decided
     * @param at when
     * @throws IOException if it was not written, or only perhaps; the message says why
     */
    void append(Decision decision, String by, Instant at) throws IOException;

    /** The name of the file or topic. */
    String name();

    @Override
    void close();
}
