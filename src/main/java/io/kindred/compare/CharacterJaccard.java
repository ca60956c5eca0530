package io.kindred.compare;

/**
 * Shared code points over all code points, each counted once: "ann" and "anna" share 2 of 2, "ann"
 * and "lee" none of 4. See {@link TokenJaccard}. Takes one step a code point.
 */
final class CharacterJaccard implements Similarity {

    @Override
    public long of(ComparedValue a, ComparedValue b) {
        int[] x = a.characters();
        int[] y = b.characters();
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < x.length && j < y.length) {
            int order = Integer.compare(x[i], y[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return shared == 0 ? Fraction.ZERO : Fraction.of(shared, x.length + y.length - shared);
    }

    @Override
    public long upperBound(ComparedValue a, ComparedValue b) {
        int fewer = Math.min(a.characters().length, b.characters().length);
        int more = Math.max(a.characters().length, b.characters().length);
        return fewer == 0 ? Fraction.ZERO : Fraction.of(fewer, more);
    }
}
