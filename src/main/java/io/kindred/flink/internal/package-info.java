/**
 * Everything that depends on Flink's internal or unstable API: operators that iterate over their
 * keys, timers, state with namespaces, savepoint metadata, state restored outside of its job, the
 * mini cluster, and the client of the cluster that a job is submitted to. When Flink is upgraded,
 * only this package needs a review: no other package imports {@code org.apache.flink.runtime},
 * {@code streaming.runtime} or {@code streaming.api.graph}. It is also the only package that uses
 * {@code MapState}.
 */
@NullMarked
package io.kindred.flink.internal;

import org.jspecify.annotations.NullMarked;
