package io.kindred.compare;

/** A measure from 0 to 1, of which greater is more alike. All results are {@link Fraction}s. */
interface Similarity {

    /** The similarity of two values, whichever is the first. */
    long of(ComparedValue a, ComparedValue b);

    /** What the similarity does not exceed; takes little time. */
    long upperBound(ComparedValue a, ComparedValue b);
}
