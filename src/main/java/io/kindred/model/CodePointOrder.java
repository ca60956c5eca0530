package io.kindred.model;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** The sort order of strings in results: by Unicode code point, not by UTF-16 unit. */
public final class CodePointOrder {

    /** Compares strings by code point; a prefix is less than the longer string. */
    public static final Comparator<String> STRINGS = CodePointOrder::compare;

    /** Compares lists of strings item by item; a prefix is less than the longer list. */
    public static final Comparator<List<String>> LISTS =
            (a, b) -> compareLists(a, b, CodePointOrder::compare);

    private CodePointOrder() {}

    public static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // Surrogates encode code points above all other units, but sort below U+E000 as
                // units.
                boolean high = Character.isSurrogate(x);
                return high == Character.isSurrogate(y) ? Character.compare(x, y) : high ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Compares lists item by item; a prefix is less than the longer list. */
    public static <T> int compareLists(
            List<? extends T> a, List<? extends T> b, Comparator<? super T> items) {
        Iterator<? extends T> left = a.iterator();
        Iterator<? extends T> right = b.iterator();
        while (left.hasNext() && right.hasNext()) {
            int order = items.compare(left.next(), right.next());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }
}
