package io.kindred.tools.serve;

import com.sun.net.httpserver.Headers;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may ask. With a token, whoever has it. Without one the server is for this machine only: then
 * requests must name it as their host, so that no page of another site can ask through a browser.
 */
final class Access {

    private static final Pattern LOCAL =
            Pattern.compile("(?i)localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]");

    private final Optional<byte[]> token;
    private final boolean isLocal;

    /**
     * @param isLocal whether the server listens on the loopback interface only
     */
    Access(Optional<String> token, boolean isLocal) {
        this.token = token.map(each -> each.getBytes(StandardCharsets.UTF_8));
        this.isLocal = isLocal;
    }

    /** Rejects requests that name another host, as a page of another site could send. */
    void checkHost(Headers headers) throws HttpProblem {
        String host = headers.getFirst("Host");
        if (isLocal && token.isEmpty() && !isLocal(host)) {
            throw new HttpProblem(
                    421, "expected the host localhost; others need a server with --token-file");
        }
    }

    private static boolean isLocal(@Nullable String host) {
        if (host == null) {
            return false;
        }
        int port = host.lastIndexOf(':');
        return LOCAL.matcher(port > host.lastIndexOf(']') ? host.substring(0, port) : host)
                .matches();
    }

    /** Rejects requests without the token. */
    void checkToken(Headers headers) throws HttpProblem {
        if (!maySeeData(headers)) {
            throw new HttpProblem(401, "expected the header Authorization: Bearer TOKEN");
        }
    }

    /** Whether a request has the token, or none is needed. */
    boolean maySeeData(Headers headers) {
        if (token.isEmpty()) {
            return true;
        }
        String given = headers.getFirst("Authorization");
        String prefix = "Bearer ";
        return given != null
                && given.regionMatches(true, 0, prefix, 0, prefix.length())
                && MessageDigest.isEqual(
                        token.get(),
                        given.substring(prefix.length()).strip().getBytes(StandardCharsets.UTF_8));
    }
}
