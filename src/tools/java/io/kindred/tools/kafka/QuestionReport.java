package io.kindred.tools.kafka;

import io.kindred.tools.bench.Latency;

import java.util.Locale;

/**
 * The results of the questions, all of which were answered.
 *
 * @param found the number of answers with an entity
 * @param timedOut the number of answers that lacked parts at the deadline
 * @param byValue the latency of questions by value
 * @param byRecord the latency of questions by record
 */
record QuestionReport(int found, int timedOut, Latency byValue, Latency byRecord) {

    /** The figures as lines of a table. */
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
