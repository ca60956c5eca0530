package io.kindred.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The first 128 bits of SHA-256. Used for the ids of entities and conflicts and for key values. */
public final class Digest {

    public static final int BYTES = 16;

    private static final ThreadLocal<MessageDigest> SHA_256 =
            ThreadLocal.withInitial(
                    () -> {
                        try {
                            return MessageDigest.getInstance("SHA-256");
                        } catch (NoSuchAlgorithmException e) {
                            throw new IllegalStateException("every Java platform has SHA-256", e);
                        }
                    });

    private Digest() {}

    /** The digest of the text's UTF-8 bytes as 32 lower-case hex digits. */
    public static String hex(String text) {
        return HexFormat.of().formatHex(of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The digest of a list of texts, as 32 hex digits: of the texts joined by U+001F. If one of
     * them contains U+001F, each comes with its length before it, and U+001F before them all. Only
     * then, so that the digests of all other lists stay what they always were.
     *
     * @param fields the first must not be empty: nothing joined plainly begins with U+001F
     */
    public static String hex(List<String> fields) {
        if (fields.get(0).isEmpty()) {
            throw new IllegalArgumentException("the first field is empty: " + fields);
        }
        String separator = String.valueOf(RecordIdentity.SEPARATOR);
        if (fields.stream().noneMatch(field -> field.contains(separator))) {
            return hex(String.join(separator, fields));
        }
        StringBuilder text = new StringBuilder(separator);
        fields.forEach(field -> text.append(field.length()).append(separator).append(field));
        return hex(text.toString());
    }

    /** The digest of the bytes: {@link #BYTES} bytes. */
    public static byte[] of(byte[] bytes) {
        return Arrays.copyOf(SHA_256.get().digest(bytes), BYTES);
    }
}
