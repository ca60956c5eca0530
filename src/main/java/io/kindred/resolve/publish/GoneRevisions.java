package io.kindred.resolve.publish;

/**
 * The last revisions of output keys that are not shown, kept apart from the keys that are: those of
 * erased records without the text of the key, and all of them in a job that forgets. All methods
 * refer to the current key.
 */
public interface GoneRevisions {

    /** Keeps none: a job that forgets nothing, and keys that name no record. */
    GoneRevisions NONE =
            new GoneRevisions() {
                @Override
                public boolean areForAll() {
                    return false;
                }

                @Override
                public long find() {
                    return 0;
                }

                @Override
                public void keep(long revision, boolean isErased) {
                    throw new IllegalStateException("no revisions are kept here, but " + revision);
                }

                @Override
                public void forget() {}
            };

    /** Whether the revisions of all keys that are not shown belong here. */
    boolean areForAll();

    /** The revision of the last row; 0 if there was none, or if it was forgotten. */
    long find();

    /**
     * Keeps the revision of the last row.
     *
     * @param isErased whether nothing else of the key may be kept
     */
    void keep(long revision, boolean isErased);

    /** Removes the revision, since the key is shown again, or never was. */
    void forget();
}
