package io.kindred.flink.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** References to secrets in a JAAS configuration. */
final class JaasReferences {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):[^}]*}");

    private JaasReferences() {}

    /**
     * Whether a reference is outside of quotes. A blank or quote in the secret would then end the
     * value, and Kafka would show the rest in an error. A reference that is the whole configuration
     * is allowed.
     */
    static boolean isAnyUnquoted(String jaas) {
        Matcher references = REFERENCE.matcher(jaas);
        if (references.matches()) {
            return false;
        }
        references.reset();
        char quote = 0;
        int at = 0;
        while (references.find()) {
            quote = quoteAt(jaas, at, references.start(), quote);
            if (quote == 0) {
                return true;
            }
            at = references.end();
        }
        return false;
    }

    /** The quote that is open at the end of a range; 0 for none. */
    private static char quoteAt(String jaas, int from, int to, char open) {
        char quote = open;
        for (int i = from; i < to; i++) {
            char each = jaas.charAt(i);
            if (quote == 0) {
                quote = each == '"' || each == '\'' ? each : 0;
            } else if (each == '\\') {
                i++;
            } else if (each == quote) {
                quote = 0;
            }
        }
        return quote;
    }
}
