/**
 * All that rests on what Flink declares internal or leaves without a promise: operators that walk
 * their keys, timers, state with namespaces, the metadata of savepoints, state restored outside of
 * its job, and the cluster in this process. An upgrade of Flink has one place to look: no other
 * package imports {@code org.apache.flink.runtime}, {@code streaming.runtime} or {@code
 * streaming.api.graph}. It is also the only place that touches {@code MapState}.
 */
@NullMarked
package io.kindred.flink.internal;

import org.jspecify.annotations.NullMarked;
