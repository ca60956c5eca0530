package io.kindred.tools.serve;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Reads the certificate of a server and its key from PEM files. */
final class Tls {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private Tls() {}

    /**
     * Reads certificate and key into a context for a server.
     *
     * @param certificate the chain, that of the server first
     * @param key PKCS #8, not encrypted
     * @throws IOException in one line, if a file cannot be read or is something else
     */
    static SSLContext context(Path certificate, Path key) throws IOException {
        try {
            Certificate[] chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes(certificate)))
                            .toArray(Certificate[]::new);
            if (chain.length == 0) {
                throw new IOException(certificate + " has no certificate in PEM");
            }
            PrivateKey secret = key(key);
            if (!isOf(secret, chain[0])) {
                throw new IOException(key + " is not the key of the certificate in " + certificate);
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            char[] inMemory = new char[0];
            store.setKeyEntry("server", secret, inMemory, chain);
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, inMemory);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IllegalArgumentException failure) {
            throw new IOException(
                    certificate
                            + " and "
                            + key
                            + " are not a certificate and its key: "
                            + failure.getMessage(),
                    failure);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new IOException(file + " cannot be read", failure);
        }
    }

    /** Whether what the key signs is verified by the certificate. */
    private static boolean isOf(PrivateKey key, Certificate certificate)
            throws GeneralSecurityException {
        String algorithm = key.getAlgorithm();
        if (!algorithm.equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        Signature signature =
                Signature.getInstance(
                        switch (algorithm) {
                            case "RSA" -> "SHA256withRSA";
                            case "EC" -> "SHA256withECDSA";
                            default -> algorithm;
                        });
        signature.initSign(key);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        return signature.verify(signed);
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        String pem = new String(bytes(file), StandardCharsets.ISO_8859_1);
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(
                    file
                            + " is not a private key in PEM, expected a line "
                            + BEGIN
                            + " (openssl pkcs8 -topk8 -nocrypt writes it)");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(
                        Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end)));
        for (String algorithm : List.of("RSA", "EC")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException other) {
                // The next one may read it.
            }
        }
        return KeyFactory.getInstance("EdDSA").generatePrivate(spec);
    }
}
