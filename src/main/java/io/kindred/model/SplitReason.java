package io.kindred.model;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The reason of a decision in two halves, one for each of its records. A half alone says nothing
 * but the length (one-time pad; Schneier, Applied Cryptography, 1.5). So a record that is erased
 * takes the reason with it, although the other record, and its half, stay.
 *
 * @param left random bytes as Base64, as many as the reason has in UTF-8
 * @param right the reason's bytes XOR the left half, as Base64
 */
public record SplitReason(String left, String right) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Splits a reason; that of no reason are empty. */
    public static SplitReason of(String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] pad = new byte[text.length];
        RANDOM.nextBytes(pad);
        return new SplitReason(encode(pad), encode(xor(text, pad)));
    }

    /** The reason; empty if the halves are of two reasons, which may go unnoticed. */
    public static Optional<String> joined(String half, String otherHalf) {
        byte[] a = Base64.getDecoder().decode(half);
        byte[] b = Base64.getDecoder().decode(otherHalf);
        return a.length == b.length
                ? Optional.of(new String(xor(a, b), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static byte[] xor(byte[] a, byte[] b) {
        byte[] both = new byte[a.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = (byte) (a[i] ^ b[i]);
        }
        return both;
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
