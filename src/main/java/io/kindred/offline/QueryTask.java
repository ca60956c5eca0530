package io.kindred.offline;

import io.kindred.codec.RejectedInputException;
import io.kindred.codec.TimeOption;
import io.kindred.model.Query;
import io.kindred.model.Query.Condition;
import io.kindred.model.QueryAnswer;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.resolve.ColdShard;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks every shard for the entities that assert values. Each looks them up in its lists of values;
 * what is found is held in memory.
 *
 * @param attributes of the conditions, at least one
 * @param values of the conditions, one for each attribute
 * @param from where the time asked about starts, as the state's timeline has it; null for ever
 * @param to where it ends, likewise
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

    /** Copies the lists. */
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
        rows.accept(row(TIMELINE, timeline.name().getBytes(StandardCharsets.UTF_8)));
        for (Match match : shard.results(declaration).answer(query(timeline)).matches()) {
            rows.accept(row(MATCH, MatchFormat.FORMAT.write(match)));
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
            throw new InvalidRequestException("--from is not before --to");
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

    private static byte[] row(int kind, byte[] content) {
        byte[] row = new byte[1 + content.length];
        row[0] = (byte) kind;
        System.arraycopy(content, 0, row, 1, content.length);
        return row;
    }

    /** Puts together what the shards tell. */
    public static final class Answers implements Consumer<byte[]> {

        private final List<Match> matches = new ArrayList<>();
        private @Nullable Timeline timeline;

        /** Of no shard yet. */
        public Answers() {}

        @Override
        public void accept(byte[] row) {
            byte[] content = Arrays.copyOfRange(row, 1, row.length);
            if (row[0] == TIMELINE) {
                timeline = Timeline.valueOf(new String(content, StandardCharsets.UTF_8));
            } else {
                matches.add(MatchFormat.FORMAT.read(content));
            }
        }

        /** The answer of all shards. */
        public QueryAnswer answer() {
            return ColdShard.merge(matches);
        }

        /**
         * The answer as it is printed.
         *
         * @param isJson as one JSON object on a line
         */
        public String print(boolean isJson) {
            // Without any timeline no shard was ever opened, and there is nothing to show of time.
            return new AnswerText(timeline == null ? Timeline.MILLIS : timeline, isJson)
                    .of(answer());
        }
    }
}
