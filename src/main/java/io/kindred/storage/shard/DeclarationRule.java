package io.kindred.storage.shard;

import java.util.List;
import java.util.Optional;

/** Decides whether state that was built with one declaration can be continued with another. */
@FunctionalInterface
public interface DeclarationRule {

    /** Accepts only an equal declaration. */
    DeclarationRule SAME = (before, now) -> Optional.of(List.of("was " + before, "is " + now));

    /**
     * The reasons against continuing the state.
     *
     * @param before the declaration that it was built with
     * @param now another declaration
     * @return a line for each difference, for people to read; empty if the results are the same
     */
    Optional<List<String>> refusal(String before, String now);
}
