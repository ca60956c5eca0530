package io.kindred.tools.evaluate;

import java.io.IOException;

/** An input is missing, empty or not what it should be; the message names it. */
public final class InvalidInputException extends IOException {

    private static final long serialVersionUID = 1L;

    InvalidInputException(String message) {
        super(message);
    }
}
