package io.kindred.flink.connector;

import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/** Reads the inputs of one file in batches of limited length and size. */
final class LineReader implements BulkFormat.Reader<RawInput> {

    private static final int BATCH_INPUTS = 1024;
    private static final long BATCH_BYTES = 1024 * 1024;

    private final InputScanner scanner;
    private final String source;
    private final String header;
    private final String encoding;

    LineReader(InputScanner scanner, String source, String header, String encoding) {
        this.scanner = scanner;
        this.source = source;
        this.header = header;
        this.encoding = encoding;
    }

    /** The next inputs; null at the end of the file, as Flink requires. */
    @Override
    public BulkFormat.@Nullable RecordIterator<RawInput> readBatch() throws IOException {
        Queue<RecordAndPosition<RawInput>> batch = new ArrayDeque<>();
        long bytes = 0;
        while (batch.size() < BATCH_INPUTS && bytes < BATCH_BYTES && scanner.next()) {
            RawInput input = input();
            bytes += input.bytes().length;
            batch.add(new RecordAndPosition<>(input, scanner.offset(), scanner.lines()));
        }
        return batch.isEmpty() ? null : new Batch(batch);
    }

    /** What is known of the file. */
    CheckedBytes bytes() {
        return scanner.file();
    }

    /** See {@link InputScanner#stored}. */
    long stored() {
        return scanner.stored();
    }

    @Override
    public void close() throws IOException {
        scanner.close();
    }

    private RawInput input() {
        InputBytes input = scanner.input();
        return new RawInput(
                source, scanner.position(), input.bytes(), input.length(), header, encoding, null);
    }

    private record Batch(Queue<RecordAndPosition<RawInput>> inputs)
            implements BulkFormat.RecordIterator<RawInput> {

        /** The next input; null at the end of the batch, as Flink requires. */
        @Override
        public @Nullable RecordAndPosition<RawInput> next() {
            return inputs.poll();
        }

        @Override
        public void releaseBatch() {
            inputs.clear();
        }
    }
}
