package io.kindred.offline;

import io.kindred.model.Answer.Found;
import io.kindred.model.Answer.Gathered;
import io.kindred.model.Answer.Matched;
import io.kindred.model.Answer.TooLarge;
import io.kindred.model.Question.Neighbors;
import io.kindred.resolve.GatheredMatch;
import io.kindred.resolve.shards.Registry;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.shard.ShardMeta;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Gathers from several shards the records that a record would meet if it arrived now. Each shard
 * emits its part, of which {@link Parts} finds out how the record would be resolved.
 *
 * @param json the record in the record format
 * @param registrations the bytes of what the registry keeps of it; one at most
 * @param now the time of the state, which decides what has expired
 */
public record NeighborsTask(String json, List<byte[]> registrations, long now)
        implements ShardTask {

    public NeighborsTask {
        registrations = List.copyOf(registrations);
    }

    @Override
    public void run(OfflineShard shard, Consumer<byte[]> rows) {
        Optional<String> declaration = ShardMeta.declaration(shard.tables());
        if (declaration.isPresent()) {
            Declaration read = Declaration.read(declaration.get());
            Found found = shard.results(read).neighbors(asked(read));
            rows.accept(PartRow.of(shard, declaration.get(), found).toBytes());
        }
    }

    /** What the registry would ask. */
    private Neighbors asked(Declaration declaration) {
        return new Registry(declaration.ontology(), 1)
                .neighbors(
                        registrations.stream().map(Registration.FORMAT::read).findFirst(),
                        MatchTask.record(json, declaration),
                        now);
    }

    /** Puts the parts of all shards together. */
    public static final class Parts implements Consumer<byte[]> {
        private final NeighborsTask task;
        private SortedMap<Integer, Found> parts = new TreeMap<>();
        private @Nullable Declaration declaration;

        public Parts(NeighborsTask task) {
            this.task = task;
        }

        @Override
        public void accept(byte[] row) {
            PartRow read = PartRow.read(row);
            if (declaration == null) {
                declaration = Declaration.read(read.declaration());
            }
            parts.put(read.part().owner(), read.part().found());
            parts = new TreeMap<>(Gathered.bounded(parts));
        }

        /**
         * How the record would be resolved, as formatted text; empty if the state has no records.
         *
         * @param isJson whether to format as one JSON object on a line
         * @throws InvalidRequestException if it would meet too many records
         */
        public Optional<String> print(boolean isJson) {
            if (declaration == null) {
                return Optional.empty();
            }
            Neighbors asked = task.asked(declaration);
            Found found =
                    GatheredMatch.of(declaration.ontology(), declaration.timeline(), asked, parts);
            if (found instanceof TooLarge) {
                throw new InvalidRequestException("--match: " + TooLarge.REASON);
            }
            return Optional.of(MatchTask.text(((Matched) found).result(), declaration, isJson));
        }
    }
}
