package io.kindred.tools.serve;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a server is set up.
 *
 * @param store the folder of the store
 * @param memory bytes of the store's cache
 * @param poll how long to wait before looking for new rows
 * @param address the interface to listen on
 * @param port 0 for any
 * @param token what clients must send; empty if nothing
 * @param tls certificate and key; empty for plain HTTP
 */
public record ServeSettings(
        Path store,
        long memory,
        Duration poll,
        InetAddress address,
        int port,
        Optional<String> token,
        Optional<TlsFiles> tls) {

    /** The PEM files of the certificate chain and of its private key. */
    public record TlsFiles(Path certificate, Path key) {}

    boolean isLocal() {
        return address.isLoopbackAddress();
    }
}
