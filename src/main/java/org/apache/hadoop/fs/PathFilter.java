package org.apache.hadoop.fs;

/**
 * Stands in for the type of Hadoop, which Parquet's reader names and does not use. It is whole,
 * since Hadoop itself may be there for tables of Paimon and find this one first.
 */
public interface PathFilter {

    /** Whether a path is in a list. */
    boolean accept(Path path);
}
