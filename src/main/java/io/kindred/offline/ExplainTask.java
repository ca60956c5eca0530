package io.kindred.offline;

import io.kindred.model.Answer.Explained;
import io.kindred.model.Explanation;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.query.AnswerMerge;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Explains why two records are, or are not, one entity, or what links one record to others. Each
 * shard emits its part, which {@link Parts} merges.
 *
 * @param entityType the entity type of the records
 * @param names perspective and uid of one record, or of two
 */
public record ExplainTask(String entityType, List<String> names) implements ShardTask {

    public ExplainTask {
        names = List.copyOf(names);
    }

    /** The question. */
    public Question.Why why() {
        return new Question.Why(
                new RecordIdentity(entityType, names.get(0), names.get(1)),
                names.size() == 2
                        ? Optional.empty()
                        : Optional.of(new RecordIdentity(entityType, names.get(2), names.get(3))));
    }

    @Override
    public void run(OfflineShard shard, Consumer<byte[]> rows) {
        ShardParts.emit(shard, (cold, declaration) -> new Explained(cold.explain(why())), rows);
    }

    /** Merges the parts of all shards. */
    public static final class Parts extends ShardParts {
        private final Question.Why why;

        public Parts(ExplainTask task) {
            this.why = task.why();
        }

        /**
         * The merged explanation as formatted text.
         *
         * @throws InvalidRequestException if a record does not exist
         */
        public String print(boolean isJson) {
            Declaration declaration =
                    declaration()
                            .orElseThrow(
                                    () -> new InvalidRequestException("the state has no records"));
            Explanation explanation =
                    ((Explained) new AnswerMerge(declaration.ontology()).merge(why, parts()))
                            .explanation();
            checkKnown(explanation);
            return new AnswerText(declaration.timeline(), isJson).of(explanation);
        }

        private static void checkKnown(Explanation explanation) {
            // With tests and scores only if the records are known.
            if (explanation instanceof Explanation.OfRecord one) {
                checkKnown(one.record(), one.seen());
            } else if (explanation instanceof Explanation.OfPair pair) {
                checkKnown(pair.first(), pair.seenFirst());
                checkKnown(pair.second(), pair.seenSecond());
            }
        }

        private static void checkKnown(RecordIdentity record, Optional<Explanation.Seen> seen) {
            if (seen.isEmpty()) {
                throw new InvalidRequestException("no record " + record);
            }
        }
    }
}
