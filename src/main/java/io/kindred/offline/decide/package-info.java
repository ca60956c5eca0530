/**
 * Shows the open conflicts of a saved state to a person, and writes what the person decides.
 *
 * <p>{@link io.kindred.offline.decide.DecideTask} finds the conflicts, {@link
 * io.kindred.offline.decide.DecisionDialogue} asks.
 */
@NullMarked
package io.kindred.offline.decide;

import org.jspecify.annotations.NullMarked;
