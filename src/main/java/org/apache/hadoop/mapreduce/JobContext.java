package org.apache.hadoop.mapreduce;

/** Stands in for the type of Hadoop, which Parquet's reader names and does not use. */
public interface JobContext {}
