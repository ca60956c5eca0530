package io.kindred.model;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The secret key with which a job makes digests of record identities: the first 128 bits of
 * HMAC-SHA-256 (RFC 2104). Without the key nobody can find an identity by trying short uids.
 */
public final class DigestKey implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] secret;

    private transient Mac mac;

    private DigestKey(byte[] secret) {
        this.secret = secret;
    }

    /** A new key at random. */
    public static DigestKey random() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new DigestKey(secret);
    }

    /**
     * A key that was stored.
     *
     * @throws IllegalArgumentException if it has another length
     */
    public static DigestKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException(secret.length + " bytes instead of " + BYTES);
        }
        return new DigestKey(secret.clone());
    }

    /** The key itself, to be stored. */
    public byte[] secret() {
        return secret.clone();
    }

    /** The digest of an identity. Not thread-safe. */
    public RecordDigest digest(RecordIdentity identity) {
        return digest(identity.joined());
    }

    /** The digest of a text. Not thread-safe. */
    public RecordDigest digest(String text) {
        byte[] full = mac().doFinal(text.getBytes(StandardCharsets.UTF_8));
        return RecordDigest.of(Arrays.copyOf(full, RecordDigest.BYTES));
    }

    private Mac mac() {
        if (mac == null) {
            try {
                mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(secret, ALGORITHM));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
            }
        }
        return mac;
    }
}
