package io.kindred.compare;

import java.util.ArrayList;
import java.util.List;

/** The Unicode property White_Space. */
public final class WhiteSpace {

    private WhiteSpace() {}

    /** Whether the character is white space; all of it is in the basic plane. */
    public static boolean contains(char c) {
        return (c >= '\t' && c <= '\r')
                || c == ' '
                || c == '\u0085'
                || c == '\u00a0'
                || c == '\u1680'
                || (c >= '\u2000' && c <= '\u200a')
                || c == '\u2028'
                || c == '\u2029'
                || c == '\u202f'
                || c == '\u205f'
                || c == '\u3000';
    }

    /** The parts of a value between white space, in their order; none of them is empty. */
    public static List<String> split(String value) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || contains(value.charAt(i))) {
                if (i > start) {
                    parts.add(value.substring(start, i));
                }
                start = i + 1;
            }
        }
        return parts;
    }
}
