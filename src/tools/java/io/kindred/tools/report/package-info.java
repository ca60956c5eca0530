/** What reports of the tools are made of: tables and charts. */
@NullMarked
package io.kindred.tools.report;

import org.jspecify.annotations.NullMarked;
