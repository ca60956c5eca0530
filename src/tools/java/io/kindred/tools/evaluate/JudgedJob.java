package io.kindred.tools.evaluate;

import io.kindred.flink.config.JobConfig;

/**
 * The job that made the assignments, for what only its records say.
 *
 * @param maxRecords the most records that are read into memory
 */
public record JudgedJob(JobConfig config, int maxRecords) {}
