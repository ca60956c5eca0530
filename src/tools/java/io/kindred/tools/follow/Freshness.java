package io.kindred.tools.follow;

import java.time.Instant;
import java.util.Optional;

/**
 * How fresh the store is.
 *
 * @param asOf all rows that the outputs showed then are in the store; empty until they were read
 *     once
 * @param isBehind whether rows are known that are not in the store
 * @param problem why nothing is read at present, if so: one line for whoever asks, without values
 */
public record Freshness(Optional<Instant> asOf, boolean isBehind, Optional<String> problem) {}
