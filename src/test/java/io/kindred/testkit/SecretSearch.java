package io.kindred.testkit;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Searches bytes for texts, in any encoding that a serializer may use.
 *
 * @param secrets what is searched for
 */
public record SecretSearch(List<String> secrets) {

    public SecretSearch {
        secrets = List.copyOf(secrets);
    }

    /** Which secrets are somewhere in these contents. */
    public Set<String> in(Collection<byte[]> contents) {
        Set<String> found = new TreeSet<>();
        for (byte[] content : contents) {
            found.addAll(in(content));
        }
        return found;
    }

    /** Which secrets are in these bytes. */
    public Set<String> in(byte[] content) {
        // Of each byte a character, so that bytes can be searched as text.
        String text = new String(content, StandardCharsets.ISO_8859_1);
        Set<String> found = new TreeSet<>();
        for (String secret : secrets) {
            if (encodings(secret).anyMatch(text::contains)) {
                found.add(secret);
            }
        }
        return found;
    }

    private static Stream<String> encodings(String secret) {
        return Stream.<Charset>of(
                        StandardCharsets.UTF_8,
                        StandardCharsets.UTF_16LE,
                        StandardCharsets.UTF_16BE)
                .map(each -> new String(secret.getBytes(each), StandardCharsets.ISO_8859_1));
    }
}
