package io.kindred.tools.profile;

import java.util.Optional;
import java.util.Set;

/**
 * How much of the records a profile looks at and reports.
 *
 * @param distinct how many different values of an attribute or a key are counted exactly
 * @param keys how many keys are tried at most
 * @param hottest how many of the commonest values are reported
 * @param maxRecords values that more records have are generic
 * @param entityType the type to look at; empty for that of the first record
 * @param skipped attributes to leave out
 */
public record ProfileSettings(
        int distinct,
        int keys,
        int hottest,
        long maxRecords,
        Optional<String> entityType,
        Set<String> skipped) {

    public ProfileSettings {
        check("distinct", distinct, 1);
        check("keys", keys, 0);
        check("hottest", hottest, 0);
        check("max-records", maxRecords, 1);
        skipped = Set.copyOf(skipped);
    }

    private static void check(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " is " + value + ", expected " + least + " or more");
        }
    }
}
