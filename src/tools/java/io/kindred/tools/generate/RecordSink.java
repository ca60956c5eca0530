package io.kindred.tools.generate;

import java.io.Closeable;
import java.io.IOException;

/** Writes the records of one source. */
interface RecordSink extends Closeable {

    void write(SyntheticRecord item) throws IOException;
}
