/** What several tests need: the worked cases and random histories of records. */
@NullMarked
package io.kindred.testkit;

import org.jspecify.annotations.NullMarked;
