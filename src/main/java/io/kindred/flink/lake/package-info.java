/**
 * Sinks of tables of Paimon. Its libraries are optional: no class outside of this package may need
 * them, and {@link io.kindred.flink.lake.LakeLibraries} comes before any that does.
 */
@NullMarked
package io.kindred.flink.lake;

import org.jspecify.annotations.NullMarked;
