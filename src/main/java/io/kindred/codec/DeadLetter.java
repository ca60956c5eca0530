package io.kindred.codec;

/**
 * An input that could not be taken. It is public and flat because it is sent between operators.
 *
 * @param source where it came from: a file's path
 * @param position where in it: {@code line 12}
 * @param error what is wrong and what was expected
 * @param raw the input as text, its beginning only if it is very long
 */
public record DeadLetter(String source, String position, String error, String raw) {}
