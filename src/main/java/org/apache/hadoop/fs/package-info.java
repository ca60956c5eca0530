/**
 * Types that the classes of Parquet's reader are linked with. They do nothing; Hadoop itself is not
 * needed, and comes first if a cluster has it.
 */
@NullMarked
package org.apache.hadoop.fs;

import org.jspecify.annotations.NullMarked;
