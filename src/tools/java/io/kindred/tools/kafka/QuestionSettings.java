package io.kindred.tools.kafka;

import java.time.Duration;

/**
 * The questions to send while records are sent.
 *
 * @param questions the topic of the job's queries
 * @param answers the topic of the job's answers
 * @param perSecond questions per second, greater than 0
 * @param patience how long to wait for the next answer; also the deadline of a question
 */
public record QuestionSettings(
        String questions, String answers, double perSecond, Duration patience) {}
