/** A type that the classes of Parquet's writer are compiled with. */
@NullMarked
package org.apache.hadoop.conf;

import org.jspecify.annotations.NullMarked;
