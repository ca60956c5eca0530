package io.kindred.tools.generate;

/**
 * All settings of the generator. Equal settings give equal bytes.
 *
 * @param population what the people are like
 * @param noise errors in the records, and how records change
 * @param layout the format and the order of the files
 * @param seed seed of the random generator
 */
public record GeneratorSettings(Population population, Noise noise, FileLayout layout, long seed) {}
