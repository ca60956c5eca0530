package io.kindred.storage.wire;

import io.kindred.model.Answer.Explained;
import io.kindred.model.Answer.Found;
import io.kindred.model.Answer.Matches;
import io.kindred.model.Answer.OneEntity;
import io.kindred.model.Entity;
import io.kindred.model.QueryAnswer;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.model.QueryAnswer.Overlap;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.keyed.UpdateFormat;

import java.util.List;
import java.util.Optional;

/**
 * The bytes of what was found, as a part of a format: a byte for the kind (1 matches, 2 an entity,
 * 3 an explanation). Of matches a list of entity id, interval and golden values, and the conflict
 * as a list of none or one interval with its entity ids; of an entity a list of none or one, as
 * {@link UpdateFormat} has it; an explanation is that of {@link ExplanationFormat}.
 */
final class FoundFormat {

    private static final String WHAT = "what was found";
    private static final int MATCHES = 1;
    private static final int ENTITY = 2;
    private static final int EXPLAINED = 3;

    private FoundFormat() {}

    static ByteWriter write(ByteWriter writer, Found found) {
        if (found instanceof Matches matches) {
            return writer.raw(MATCHES)
                    .list(matches.answer().matches(), FoundFormat::writeMatch)
                    .list(
                            matches.answer().conflict().stream().toList(),
                            (each, overlap) ->
                                    each.interval(overlap.interval())
                                            .list(overlap.entities(), ByteWriter::string));
        }
        if (found instanceof OneEntity one) {
            return writer.raw(ENTITY).list(one.entity().stream().toList(), UpdateFormat::write);
        }
        return ExplanationFormat.write(writer.raw(EXPLAINED), ((Explained) found).explanation());
    }

    static Found read(ByteReader reader) {
        int kind = reader.raw();
        return switch (kind) {
            case MATCHES ->
                    new Matches(
                            new QueryAnswer(
                                    reader.list(FoundFormat::readMatch),
                                    atMostOne(
                                            reader.list(
                                                    each ->
                                                            new Overlap(
                                                                    each.interval(),
                                                                    each.list(
                                                                            ByteReader
                                                                                    ::string))))));
            case ENTITY -> new OneEntity(entity(reader));
            case EXPLAINED -> new Explained(ExplanationFormat.read(reader));
            default -> throw new CorruptStateException(WHAT, "nothing found is of kind " + kind);
        };
    }

    private static Optional<Entity> entity(ByteReader reader) {
        return atMostOne(reader.list(UpdateFormat::readEntity));
    }

    private static void writeMatch(ByteWriter writer, Match match) {
        writer.string(match.entityId()).interval(match.interval());
        UpdateFormat.golden(writer, match.golden());
    }

    private static Match readMatch(ByteReader reader) {
        return new Match(reader.string(), reader.interval(), UpdateFormat.readGolden(reader));
    }

    static <T> Optional<T> atMostOne(List<T> list) {
        if (list.size() > 1) {
            throw new CorruptStateException(WHAT, list.size() + " where one is expected");
        }
        return list.stream().findFirst();
    }
}
