/**
 * The explorer: one HTML page that shows entities, served or saved as a file. {@link
 * io.kindred.tools.explore.ExplorerPage} puts it together; its scripts and styles are resources of
 * this package. It needs Jackson and the webjar of cytoscape.
 */
@NullMarked
package io.kindred.tools.explore;

import org.jspecify.annotations.NullMarked;
