/**
 * The job file, validated and with all defaults filled in. Parts that operators need are
 * serialisable. Nothing here uses Flink, so that files can be validated without it.
 */
@NullMarked
package io.kindred.flink.config;

import org.jspecify.annotations.NullMarked;
