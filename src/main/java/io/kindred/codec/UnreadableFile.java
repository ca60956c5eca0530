package io.kindred.codec;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;

/** Why a file of a configuration cannot be read, as words after its name. */
public final class UnreadableFile {

    private UnreadableFile() {}

    public static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "does not exist";
        }
        return e instanceof CharacterCodingException
                ? "is not UTF-8 text"
                : "cannot be read: " + e.getMessage();
    }
}
