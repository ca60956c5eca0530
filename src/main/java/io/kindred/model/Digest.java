package io.kindred.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

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

    /** The digest: {@link #BYTES} bytes. */
    public static byte[] of(byte[] bytes) {
        return Arrays.copyOf(SHA_256.get().digest(bytes), BYTES);
    }
}
