package io.kindred.storage.wire;

import io.kindred.model.Query;
import io.kindred.model.Query.Condition;
import io.kindred.model.Question;
import io.kindred.model.Question.Subject;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.keyed.IdentityBytes;

import java.util.List;
import java.util.Optional;

/**
 * The bytes of what is asked, as a part of a format: a byte for the kind (1 values, 2 the entity of
 * a record, 3 why, 4 an entity by id); of values the entity type, the conditions as a list of
 * attribute and value, and the interval; of an entity by id the id; else the records as a list of
 * identities.
 */
final class SubjectFormat {

    private static final String WHAT = "question";
    private static final int VALUES = 1;
    private static final int ENTITY_OF = 2;
    private static final int WHY = 3;
    private static final int BY_ID = 4;

    private SubjectFormat() {}

    static ByteWriter write(ByteWriter writer, Subject subject) {
        if (subject instanceof Question.Values values) {
            Query query = values.query();
            return writer.raw(VALUES)
                    .string(query.entityType())
                    .list(
                            query.where(),
                            (each, condition) ->
                                    each.string(condition.attribute()).string(condition.value()))
                    .interval(query.interval());
        }
        if (subject instanceof Question.EntityOf entity) {
            return writer.raw(ENTITY_OF).list(List.of(entity.record()), IdentityBytes::write);
        }
        if (subject instanceof Question.ById entity) {
            return writer.raw(BY_ID).string(entity.entityId());
        }
        Question.Why why = (Question.Why) subject;
        List<RecordIdentity> records =
                why.second()
                        .map(second -> List.of(why.first(), second))
                        .orElseGet(() -> List.of(why.first()));
        return writer.raw(WHY).list(records, IdentityBytes::write);
    }

    static Subject read(ByteReader reader) {
        int kind = reader.raw();
        if (kind == VALUES) {
            return reader.checked(
                    () ->
                            new Question.Values(
                                    new Query(
                                            reader.string(),
                                            reader.list(
                                                    each ->
                                                            new Condition(
                                                                    each.string(), each.string())),
                                            reader.interval())));
        }
        if (kind == BY_ID) {
            return reader.checked(() -> new Question.ById(reader.string()));
        }
        List<RecordIdentity> records = reader.list(IdentityBytes::read);
        if (kind == ENTITY_OF && records.size() == 1) {
            return new Question.EntityOf(records.get(0));
        }
        if (kind == WHY && (records.size() == 1 || records.size() == 2)) {
            return reader.checked(
                    () ->
                            new Question.Why(
                                    records.get(0),
                                    records.size() == 1
                                            ? Optional.empty()
                                            : Optional.of(records.get(1))));
        }
        throw new CorruptStateException(
                WHAT, "no subject is of kind " + kind + " with " + records.size() + " records");
    }
}
