/** The job's graph: the only place that names operators, their uids and keys. */
@NullMarked
package io.kindred.flink.topology;

import org.jspecify.annotations.NullMarked;
