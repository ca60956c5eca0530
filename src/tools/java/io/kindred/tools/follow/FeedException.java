package io.kindred.tools.follow;

import java.io.IOException;

/**
 * An output cannot be read. The message is one line for whoever may see the data: it says where and
 * why, without values.
 */
final class FeedException extends IOException {

    private static final long serialVersionUID = 1L;

    FeedException(String message, Throwable cause) {
        super(message, cause);
    }
}
