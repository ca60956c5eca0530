/**
 * Types that the classes of Parquet's reader are linked with. They do nothing; Hadoop itself is not
 * needed, and comes first if a cluster has it.
 */
@NullMarked
package org.apache.hadoop.mapreduce.lib.input;

import org.jspecify.annotations.NullMarked;
