/** Answers to questions about a job's results, from the store of its outputs. */
@NullMarked
package io.kindred.tools.answer;

import org.jspecify.annotations.NullMarked;
