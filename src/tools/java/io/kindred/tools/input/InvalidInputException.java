package io.kindred.tools.input;

import java.io.IOException;

/** An input file is missing, empty or malformed. The message names the file and the place. */
public final class InvalidInputException extends IOException {

    private static final long serialVersionUID = 1L;

    public InvalidInputException(String message) {
        super(message);
    }
}
