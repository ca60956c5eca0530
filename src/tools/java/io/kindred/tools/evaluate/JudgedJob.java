package io.kindred.tools.evaluate;

import io.kindred.flink.config.JobConfig;

/**
 * The job that made the assignments, for what only its records say.
 *
 * @param isDated whether values that are valid always say that a record is there at a date only if
 *     it has no others
 * @param maxRecords the most records that are read into memory
 */
public record JudgedJob(JobConfig config, boolean isDated, int maxRecords) {}
