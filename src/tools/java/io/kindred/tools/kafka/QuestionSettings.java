package io.kindred.tools.kafka;

import java.time.Duration;

/**
 * What is asked while records are sent, and how fast.
 *
 * @param questions the topic that the job reads questions from
 * @param answers the topic that it writes answers to
 * @param perSecond questions a second, greater than 0
 * @param patience how long to wait for another answer; the deadline of a question, too
 */
public record QuestionSettings(
        String questions, String answers, double perSecond, Duration patience) {}
