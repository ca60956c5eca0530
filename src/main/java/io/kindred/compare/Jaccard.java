package io.kindred.compare;

import java.util.Comparator;
import java.util.function.Function;

/**
 * What two values share over all that they have, each part counted once, as in P. Jaccard, "The
 * distribution of the flora in the alpine zone" (1912). Two values without parts are not alike.
 *
 * <p>Example: by tokens "ann lee" and "lee ann may" share 2 of 3; by code points "ann" and "lee"
 * share none of 4. Takes one step a part.
 *
 * @param parts of a value, sorted, each once
 */
record Jaccard<T>(Function<ComparedValue, T[]> parts, Comparator<T> order) implements Similarity {

    /** By the parts between white space. */
    static final Jaccard<String> OF_TOKENS =
            new Jaccard<>(ComparedValue::tokens, ComparedValue.TOKEN_ORDER);

    /** By code points. */
    static final Jaccard<Integer> OF_CHARACTERS =
            new Jaccard<>(ComparedValue::characters, Comparator.naturalOrder());

    @Override
    public long of(ComparedValue a, ComparedValue b) {
        T[] x = parts.apply(a);
        T[] y = parts.apply(b);
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < x.length && j < y.length) {
            int compared = order.compare(x[i], y[j]);
            shared += compared == 0 ? 1 : 0;
            i += compared <= 0 ? 1 : 0;
            j += compared >= 0 ? 1 : 0;
        }
        return shared == 0 ? Fraction.ZERO : Fraction.of(shared, x.length + y.length - shared);
    }

    @Override
    public long upperBound(ComparedValue a, ComparedValue b) {
        int fewer = Math.min(parts.apply(a).length, parts.apply(b).length);
        int more = Math.max(parts.apply(a).length, parts.apply(b).length);
        return fewer == 0 ? Fraction.ZERO : Fraction.of(fewer, more);
    }
}
