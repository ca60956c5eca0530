package io.kindred.resolve.check;

/** Takes what a check finds to be wrong. */
public interface Findings {

    /**
     * Something is wrong.
     *
     * @param table the lasting name of the table
     * @param key which entry of it, or what of the shard
     * @param what what is wrong
     */
    void found(String table, String key, String what);
}
