package io.kindred.ontology;

import java.util.Locale;
import java.util.Set;

/**
 * What people write where there is no value. The list never changes, since results depend on it. It
 * has no words that are names, such as {@code na}.
 */
final class CommonNulls {

    private static final Set<String> VALUES =
            Set.of(
                    "n/a",
                    "n.a.",
                    "#n/a",
                    "null",
                    "(null)",
                    "\\n",
                    "nil",
                    "none",
                    "(none)",
                    "nan",
                    "-",
                    "--",
                    "---",
                    ".",
                    "?",
                    "unknown",
                    "unk",
                    "not available",
                    "not applicable",
                    "not known",
                    "not provided",
                    "undefined",
                    "missing",
                    "tbd");

    private CommonNulls() {}

    /** Whether a raw value is one, white space at its ends and case aside. */
    static boolean contains(String raw) {
        return VALUES.contains(BasicNormalizer.TRIM.apply(raw).toLowerCase(Locale.ROOT));
    }
}
