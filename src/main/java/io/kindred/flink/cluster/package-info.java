/** What a running cluster says about its jobs, read from Flink's REST API. */
@NullMarked
package io.kindred.flink.cluster;

import org.jspecify.annotations.NullMarked;
