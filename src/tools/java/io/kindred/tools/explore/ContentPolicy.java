package io.kindred.tools.explore;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/**
 * What a browser lets the page do: run its own scripts and style, by their hashes, and ask its own
 * origin. A script that came in with a value does not run.
 */
public final class ContentPolicy {

    private final String own;

    /**
     * @param style the content of the only style element
     * @param scripts the contents of script elements, also of those that another script adds
     */
    public ContentPolicy(String style, String... scripts) {
        String hashes =
                Arrays.stream(scripts).map(ContentPolicy::hash).collect(Collectors.joining(" "));
        this.own =
                "default-src 'none'; script-src %s; style-src %s; img-src data:; base-uri 'none'; form-action 'none'"
                        .formatted(hashes, hash(style));
    }

    String ofServed() {
        return own + "; connect-src 'self'; frame-ancestors 'none'";
    }

    /** For a file, which asks nobody. The element may not have {@code frame-ancestors}. */
    public String asElement() {
        return "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n".formatted(own);
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
