package io.kindred.offline;

import io.kindred.model.Answer.Found;
import io.kindred.model.Answer.Gathered;
import io.kindred.model.Answer.Matched;
import io.kindred.model.Answer.TooLarge;
import io.kindred.model.Question.Neighbors;
import io.kindred.resolve.GatheredMatch;
import io.kindred.resolve.shards.Registry;
import io.kindred.storage.keyed.Registration;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
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
        ShardParts.emit(shard, (cold, declaration) -> cold.neighbors(asked(declaration)), rows);
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
    public static final class Parts extends ShardParts {
        private final NeighborsTask task;

        public Parts(NeighborsTask task) {
            this.task = task;
        }

        @Override
        SortedMap<Integer, Found> bounded(SortedMap<Integer, Found> all) {
            return Gathered.bounded(all);
        }

        /**
         * How the record would be resolved, as formatted text; empty if the state has no records.
         *
         * @param isJson whether to format as one JSON object on a line
         * @throws InvalidRequestException if it would meet too many records
         */
        public Optional<String> print(boolean isJson) {
            return declaration().map(read -> print(read, isJson));
        }

        private String print(Declaration declaration, boolean isJson) {
            Found found =
                    GatheredMatch.of(
                            declaration.ontology(),
                            declaration.timeline(),
                            task.asked(declaration),
                            parts());
            if (found instanceof TooLarge) {
                throw new InvalidRequestException("--match: " + TooLarge.REASON);
            }
            return MatchTask.text(((Matched) found).result(), declaration, isJson);
        }
    }
}
