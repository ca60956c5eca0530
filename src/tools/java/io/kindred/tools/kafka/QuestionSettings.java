package io.kindred.tools.kafka;

import java.time.Duration;

/**
 * The settings of the questions that are sent while records are sent.
 *
 * @param questions the topic that the job reads queries from
 * @param answers the topic that the job writes answers to
 * @param perSecond questions per second, greater than 0
 * @param patience how long to wait for the next answer; also the deadline of a question
 */
public record QuestionSettings(
        String questions, String answers, double perSecond, Duration patience) {}
