/**
 * The job file, checked and with all defaults filled in. What operators need of it can be sent to
 * them; nothing here uses Flink, so that a file can be checked without it.
 */
@NullMarked
package io.kindred.flink.config;

import org.jspecify.annotations.NullMarked;
