package io.kindred.storage.shard;

import java.util.List;
import java.util.Optional;

/** Says whether state that was built under one declaration may be gone on with under another. */
@FunctionalInterface
public interface DeclarationRule {

    /** None but the same. */
    DeclarationRule SAME = (before, now) -> Optional.of(List.of("was " + before, "is " + now));

    /**
     * Why state may not be gone on with.
     *
     * @param before what it was built under
     * @param now another text
     * @return a line for each difference, to be read by people; empty if the results are the same
     */
    Optional<List<String>> refusal(String before, String now);
}
