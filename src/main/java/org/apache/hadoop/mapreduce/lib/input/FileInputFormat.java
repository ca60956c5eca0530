package org.apache.hadoop.mapreduce.lib.input;

/** Stands in for the type of Hadoop, which Parquet's reader names and does not use. */
public abstract class FileInputFormat<K, V> {}
