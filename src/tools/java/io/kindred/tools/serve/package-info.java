/** The HTTP server: routes, access, and what it says about itself. */
@NullMarked
package io.kindred.tools.serve;

import org.jspecify.annotations.NullMarked;
