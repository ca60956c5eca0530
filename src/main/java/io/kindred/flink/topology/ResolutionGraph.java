package io.kindred.flink.topology;

import io.kindred.flink.operator.OutputRow;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.SourceRecord;
import io.kindred.storage.wire.AnswerMessage;
import org.apache.flink.streaming.api.datastream.DataStream;

import java.util.Optional;
import java.util.function.Function;

/** Adds what resolves records to a job. */
interface ResolutionGraph {

    /**
     * Resolves records and answers questions.
     *
     * @param questions none if nobody asks
     */
    Resolved resolve(DataStream<SourceRecord> records, Optional<Questions> questions);

    /**
     * What comes of it.
     *
     * @param rows the rows of each output
     * @param answers what shards, and whoever publishes assignments, say to questions
     */
    record Resolved(
            Function<Stream, DataStream<OutputRow>> rows, DataStream<AnswerMessage> answers) {}
}
