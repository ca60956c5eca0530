package io.kindred.model;

import io.kindred.temporal.Interval;

/**
 * A value of a golden record.
 *
 * @param attribute the attribute's name
 * @param value the representative raw value
 * @param interval when the value is golden
 */
public record GoldenValue(String attribute, String value, Interval interval) {}
