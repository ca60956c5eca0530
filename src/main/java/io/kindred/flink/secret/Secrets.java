package io.kindred.flink.secret;

import org.apache.kafka.common.config.ConfigException;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resolves references to secrets in texts of the job file. */
public final class Secrets {

    /** A reference: the kind of place, and the place. */
    public static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");

    private Secrets() {}

    /**
     * The text with the secrets in it, which are read now, on this machine.
     *
     * @throws ConfigException naming the place of a secret that is missing
     */
    public static String resolve(String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(reference -> Matcher.quoteReplacement(secret(reference)));
    }

    private static String secret(MatchResult reference) {
        try (SecretProvider provider =
                reference.group(1).equals("env") ? new EnvironmentProvider() : new FileProvider()) {
            return provider.secret(reference.group(2));
        }
    }
}
