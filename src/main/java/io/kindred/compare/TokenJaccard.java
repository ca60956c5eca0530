package io.kindred.compare;

/**
 * Shared tokens over all tokens, each counted once, as in P. Jaccard, "The distribution of the
 * flora in the alpine zone" (1912): "ann lee" and "lee ann may" share 2 of 3. Two values without
 * tokens are not alike. Takes one step a token.
 */
final class TokenJaccard implements Similarity {

    @Override
    public long of(ComparedValue a, ComparedValue b) {
        String[] x = a.tokens();
        String[] y = b.tokens();
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < x.length && j < y.length) {
            int order = ComparedValue.TOKEN_ORDER.compare(x[i], y[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return shared == 0 ? Fraction.ZERO : Fraction.of(shared, x.length + y.length - shared);
    }

    @Override
    public long upperBound(ComparedValue a, ComparedValue b) {
        int fewer = Math.min(a.tokens().length, b.tokens().length);
        int more = Math.max(a.tokens().length, b.tokens().length);
        return fewer == 0 ? Fraction.ZERO : Fraction.of(fewer, more);
    }
}
