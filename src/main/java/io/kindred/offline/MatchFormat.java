package io.kindred.offline;

import io.kindred.model.GoldenValue;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

/**
 * The format of a match between operators; never stored.
 *
 * <p>Format, version 1: version byte; entity id; interval; the golden record as a list of
 * attribute, value and interval.
 */
enum MatchFormat implements BinaryFormat<Match> {
    FORMAT;

    private static final int VERSION = 1;

    @Override
    public byte[] write(Match match) {
        return new ByteWriter()
                .raw(VERSION)
                .string(match.entityId())
                .interval(match.interval())
                .list(
                        match.golden(),
                        (writer, value) ->
                                writer.string(value.attribute())
                                        .string(value.value())
                                        .interval(value.interval()))
                .toBytes();
    }

    @Override
    public Match read(byte[] bytes) {
        ByteReader reader = new ByteReader("match", bytes);
        reader.version(VERSION);
        Match match =
                new Match(
                        reader.string(),
                        reader.interval(),
                        reader.list(
                                each ->
                                        new GoldenValue(
                                                each.string(), each.string(), each.interval())));
        reader.end();
        return match;
    }
}
