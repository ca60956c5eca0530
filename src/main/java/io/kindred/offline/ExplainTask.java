package io.kindred.offline;

import io.kindred.codec.AnswerRowJson;
import io.kindred.codec.ExplanationText;
import io.kindred.model.Answer.Explained;
import io.kindred.model.Answer.Found;
import io.kindred.model.Explanation;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.ColdShard;
import io.kindred.resolve.query.AnswerMerge;
import io.kindred.storage.shard.ShardMeta;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
        Optional<String> declaration = ShardMeta.declaration(shard.tables());
        if (declaration.isPresent()) {
            ColdShard cold = shard.results(Declaration.read(declaration.get()));
            Explanation explanation = cold.explain(why());
            rows.accept(PartRow.of(shard, declaration.get(), new Explained(explanation)).toBytes());
        }
    }

    /** Merges the parts of all shards. */
    public static final class Parts implements Consumer<byte[]> {
        private final Question.Why why;
        private final SortedMap<Integer, Found> parts = new TreeMap<>();
        private @Nullable Declaration declaration;

        public Parts(ExplainTask task) {
            this.why = task.why();
        }

        @Override
        public void accept(byte[] row) {
            PartRow read = PartRow.read(row);
            if (declaration == null) {
                declaration = Declaration.read(read.declaration());
            }
            parts.put(read.part().owner(), read.part().found());
        }

        /**
         * The merged explanation as formatted text.
         *
         * @throws InvalidRequestException if a record does not exist
         */
        public String print(boolean isJson) {
            if (declaration == null) {
                throw new InvalidRequestException("the state has no records");
            }
            Explanation explanation =
                    ((Explained) new AnswerMerge(declaration.ontology()).merge(why, parts))
                            .explanation();
            checkKnown(explanation);
            return isJson
                    ? new String(
                                    new AnswerRowJson(declaration.timeline()).row(explanation),
                                    StandardCharsets.UTF_8)
                            + '\n'
                    : new ExplanationText(declaration.timeline()).of(explanation);
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
                throw new InvalidRequestException(
                        "no record "
                                + record.entityType()
                                + "/"
                                + record.perspective()
                                + "/"
                                + record.uid());
            }
        }
    }
}
