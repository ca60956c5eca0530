package io.kindred.oracle;

import io.kindred.model.RecordIdentity;
import io.kindred.temporal.Interval;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Strings, lists, identities and intervals in the order of the results. */
final class NaiveOrder {

    static final Comparator<String> STRINGS = NaiveOrder::compare;

    static final Comparator<List<String>> LISTS = lists(STRINGS);

    static final Comparator<RecordIdentity> IDENTITIES =
            Comparator.comparing(RecordIdentity::entityType, STRINGS)
                    .thenComparing(RecordIdentity::perspective, STRINGS)
                    .thenComparing(RecordIdentity::uid, STRINGS);

    static final Comparator<Interval> INTERVALS =
            Comparator.comparingLong(Interval::start).thenComparingLong(Interval::end);

    private NaiveOrder() {}

    private static int compare(String a, String b) {
        int at = 0;
        while (at < a.length() && at < b.length()) {
            int left = a.codePointAt(at);
            int right = b.codePointAt(at);
            if (left != right) {
                return Integer.compare(left, right);
            }
            at += Character.charCount(left);
        }
        return Integer.compare(a.length(), b.length());
    }

    static <T> Comparator<List<T>> lists(Comparator<? super T> items) {
        return (a, b) -> {
            for (int i = 0; i < a.size() && i < b.size(); i++) {
                int order = items.compare(a.get(i), b.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(a.size(), b.size());
        };
    }

    static List<String> sortedStrings(Collection<String> strings) {
        return strings.stream().distinct().sorted(STRINGS).toList();
    }

    static List<RecordIdentity> sortedIdentities(Collection<RecordIdentity> identities) {
        return identities.stream().distinct().sorted(IDENTITIES).toList();
    }
}
