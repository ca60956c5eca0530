package org.apache.hadoop.conf;

/** Stands in for the type of Hadoop, which Parquet's writer names and does not use. */
public class Configuration {}
