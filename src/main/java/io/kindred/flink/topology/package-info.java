/** The job graph. Only this package defines the operators' names, uids and keys. */
@NullMarked
package io.kindred.flink.topology;

import org.jspecify.annotations.NullMarked;
