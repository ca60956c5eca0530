package io.kindred.tools.kafka;

import io.kindred.tools.bench.Latency;

import java.util.Locale;

/**
 * What became of the questions of a measurement, all of which are answered.
 *
 * @param found how many answers told of an entity
 * @param timedOut how many lacked parts when the deadline was over
 * @param byValue from asking for who has a value to seeing the answer
 * @param byRecord from asking for the entity of a record to seeing the answer
 */
record QuestionReport(int found, int timedOut, Latency byValue, Latency byRecord) {

    /** Lines of a table. */
    String text() {
        return String.format(
                        Locale.ROOT,
                        "questions         %,12d%nfound             %,12d%n"
                                + "timed out         %,12d%n",
                        byValue.samples() + byRecord.samples(),
                        found,
                        timedOut)
                + byValue.text("by value")
                + byRecord.text("by record");
    }
}
