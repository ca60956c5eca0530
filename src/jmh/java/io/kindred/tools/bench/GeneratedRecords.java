package io.kindred.tools.bench;

import io.kindred.codec.RecordReader;
import io.kindred.codec.RejectedInputException;
import io.kindred.model.SourceRecord;
import io.kindred.temporal.Timeline;

import java.nio.charset.StandardCharsets;

/** The records of {@link BenchRecords} one after the other, as lines and as records. */
final class GeneratedRecords {

    private final BenchRecords records =
            new BenchRecords(new RecordSettings(RecordSettings.MAX_RECORDS, 0.1, 0.01, 0, 1));
    private final RecordReader reader = new RecordReader(Timeline.MILLIS, type -> true);
    private long number;

    byte[] nextLine() {
        String source = BenchData.SOURCES.get((int) (number % BenchData.SOURCES.size()));
        StringBuilder line = new StringBuilder();
        BenchData.append(line, source, records.get(number));
        number++;
        return line.toString().strip().getBytes(StandardCharsets.UTF_8);
    }

    SourceRecord read(byte[] line) {
        try {
            return reader.read(line);
        } catch (RejectedInputException e) {
            throw new IllegalStateException(e);
        }
    }

    SourceRecord next() {
        return read(nextLine());
    }
}
