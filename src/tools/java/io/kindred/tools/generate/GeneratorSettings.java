package io.kindred.tools.generate;

/**
 * All that the records follow from: equal settings give equal bytes.
 *
 * @param population what the people are like
 * @param noise what is wrong with their records
 * @param layout how the records are written
 * @param seed another one gives other people
 */
public record GeneratorSettings(Population population, Noise noise, FileLayout layout, long seed) {}
