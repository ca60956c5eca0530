package io.kindred.tools.diff;

import io.kindred.codec.OntologyDocument;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.store.OutputStore;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * One of the two results that are compared.
 *
 * @param name as the user named it
 * @param store with all of its rows
 * @param rules that it was made with
 */
public record ComparedResult(String name, OutputStore store, OntologyDocument rules) {

    /**
     * The outputs that there are. That of records is none if it was not written with the others.
     */
    Set<Output> outputs() {
        Set<Output> outputs = EnumSet.copyOf(store.outputs());
        Map<String, Long> counts = store.counts();
        if (counts.getOrDefault("records", 0L) == 0 && counts.getOrDefault("assignments", 0L) > 0) {
            outputs.remove(Output.RECORDS);
        }
        return outputs;
    }
}
