package io.kindred.tools.generate;

import java.io.Closeable;
import java.io.IOException;

/** Where the records of one source go. */
interface RecordSink extends Closeable {

    void write(SyntheticRecord item) throws IOException;
}
