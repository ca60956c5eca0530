package io.kindred.offline;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks up what the registry of several shards keeps of a record: emits the stored registration, if
 * there is one. What is kept of an erased record cannot be looked up.
 *
 * @param joined the joined identity of the record
 */
public record RegistrationTask(String joined) implements KeyTask {

    @Override
    public boolean wants(Part part) {
        return part == Part.REGISTRY;
    }

    @Override
    public Optional<Set<String>> only(Part part) {
        return Optional.of(Set.of(joined));
    }

    @Override
    public Visitor visit(Part part, Consumer<byte[]> rows) {
        return (key, stored) -> stored.value().ifPresent(rows);
    }
}
