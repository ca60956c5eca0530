package io.kindred.tools;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The token of the HTTP server. */
final class TokenOption {

    /** The environment variable that has it if no file is named. */
    static final String VARIABLE = "KINDRED_TOKEN";

    private static final int LEAST_CHARACTERS = 8;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "file with the token that clients send as Authorization: Bearer TOKEN; default:"
                            + " the environment variable "
                            + VARIABLE)
    private @Nullable Path file;

    /**
     * The token, if there is one.
     *
     * @throws ParameterException if the file cannot be read, or the token is too short
     */
    Optional<String> checked(CommandSpec spec) {
        String text = System.getenv(VARIABLE);
        if (file != null) {
            try {
                text = Files.readString(file);
            } catch (IOException wrong) {
                throw new ParameterException(
                        spec.commandLine(), "--token-file: " + file + " cannot be read");
            }
        }
        Optional<String> token = Optional.ofNullable(text).map(String::strip);
        if (token.isPresent() && token.get().length() < LEAST_CHARACTERS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the token is too short, expected " + LEAST_CHARACTERS + " characters or more");
        }
        return token;
    }
}
