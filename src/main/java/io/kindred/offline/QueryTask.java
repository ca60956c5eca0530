package io.kindred.offline;

import io.kindred.codec.RejectedInputException;
import io.kindred.codec.TimeOption;
import io.kindred.model.Query;
import io.kindred.model.Query.Condition;
import io.kindred.model.QueryAnswer;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.resolve.query.AnswerMerge;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Looks up the entities that assert given values in every shard, by the shard's value postings. All
 * matches are kept in memory.
 *
 * @param attributes the attributes of the conditions, at least one
 * @param values the values of the conditions, one for each attribute
 * @param from the start of the queried time, in the format of the state's timeline; null for no
 *     start
 * @param to the end of the queried time, exclusive; null for no end
 */
public record QueryTask(
        String entityType,
        List<String> attributes,
        List<String> values,
        @Nullable String from,
        @Nullable String to)
        implements ShardTask {

    private static final int TIMELINE = 0;
    private static final int MATCH = 1;

    public QueryTask {
        attributes = List.copyOf(attributes);
        values = List.copyOf(values);
    }

    @Override
    public void run(OfflineShard shard, Consumer<byte[]> rows) {
        shard.declaration().ifPresent(declaration -> run(shard, declaration, rows));
    }

    private void run(OfflineShard shard, Declaration declaration, Consumer<byte[]> rows) {
        Timeline timeline = declaration.timeline();
        rows.accept(new ByteWriter().raw(TIMELINE).string(timeline.name()).toBytes());
        for (Match match : shard.results(declaration).answer(query(timeline)).matches()) {
            rows.accept(row(ShardParts.owner(shard), match));
        }
    }

    private Query query(Timeline timeline) {
        List<Condition> where = new ArrayList<>();
        for (int i = 0; i < attributes.size(); i++) {
            where.add(new Condition(attributes.get(i), values.get(i)));
        }
        long start = from == null ? Interval.MIN : point(timeline, "--from", from);
        long end = to == null ? Interval.MAX : point(timeline, "--to", to);
        if (start >= end) {
            throw new InvalidRequestException("--from must be before --to");
        }
        return new Query(entityType, where, new Interval(start, end));
    }

    static long point(Timeline timeline, String option, String text) {
        try {
            return TimeOption.parse(timeline, option, text);
        } catch (RejectedInputException e) {
            throw new InvalidRequestException(e.getMessage());
        }
    }

    static byte[] row(int owner, Match match) {
        return new ByteWriter()
                .raw(MATCH)
                .signed(owner)
                .bytes(MatchFormat.FORMAT.write(match))
                .toBytes();
    }

    /** Merges the matches of all shards. */
    public static final class Answers implements Consumer<byte[]> {

        private final SortedMap<Integer, List<Match>> matches = new TreeMap<>();
        private @Nullable Timeline timeline;

        public Answers() {}

        @Override
        public void accept(byte[] row) {
            ByteReader reader = new ByteReader("row of a query", row);
            if (reader.raw() == TIMELINE) {
                timeline = Timeline.valueOf(reader.string());
            } else {
                matches.computeIfAbsent((int) reader.signed(), owner -> new ArrayList<>())
                        .add(MatchFormat.FORMAT.read(reader.bytes()));
            }
            reader.end();
        }

        /** The merged answer of all shards. */
        public QueryAnswer answer() {
            return AnswerMerge.matches(matches);
        }

        /**
         * The merged answer as formatted text.
         *
         * @param isJson whether to format as one JSON object on a line
         */
        public String print(boolean isJson) {
            // Without a timeline no shard was ever opened, so the answer contains no times.
            return new AnswerText(timeline == null ? Timeline.MILLIS : timeline, isJson)
                    .of(answer());
        }
    }
}
