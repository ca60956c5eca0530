package io.kindred.tools.diff;

/**
 * How far two results agree about which pairs of records are one entity. Only records that are in
 * both count.
 *
 * @param inBoth pairs that are one entity in both
 * @param onlyBefore pairs that are one entity only before
 * @param onlyAfter pairs that are one entity only after
 * @param jaccard the part of these pairs that is in both, 0 to 1; 1 if there are none (Jaccard)
 * @param adjustedRand the same, adjusted for agreement by chance: 1 if the results agree, about 0
 *     if they have nothing to do with each other (Hubert and Arabie, 1985)
 */
public record Agreement(
        long inBoth, long onlyBefore, long onlyAfter, double jaccard, double adjustedRand) {}
