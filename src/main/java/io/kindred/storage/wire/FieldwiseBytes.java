package io.kindred.storage.wire;

import io.kindred.model.Answer.Explained;
import io.kindred.model.Answer.Found;
import io.kindred.model.Answer.Gathered;
import io.kindred.model.Answer.Matched;
import io.kindred.model.Answer.Matches;
import io.kindred.model.Answer.OneEntity;
import io.kindred.model.Answer.Registered;
import io.kindred.model.Answer.TooLarge;
import io.kindred.model.Conflict;
import io.kindred.model.Conflict.Indirect;
import io.kindred.model.Digest;
import io.kindred.model.Entity;
import io.kindred.model.Explanation;
import io.kindred.model.Explanation.KeptApart;
import io.kindred.model.Explanation.NotLinked;
import io.kindred.model.Explanation.OfBuilt;
import io.kindred.model.Explanation.OfCompared;
import io.kindred.model.Explanation.OfPair;
import io.kindred.model.Explanation.OfRecord;
import io.kindred.model.Explanation.Same;
import io.kindred.model.Explanation.Unknown;
import io.kindred.model.Explanation.Verdict;
import io.kindred.model.MilliBits;
import io.kindred.model.Question.ById;
import io.kindred.model.Question.EntityOf;
import io.kindred.model.Question.Match;
import io.kindred.model.Question.Neighbors;
import io.kindred.model.Question.Subject;
import io.kindred.model.Question.Values;
import io.kindred.model.Question.Why;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.keyed.IdentityBytes;
import io.kindred.storage.keyed.SourceRecordFormat;
import io.kindred.storage.keyed.UpdateFormat;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Writes and reads Java records by reflection: a record is its fields in the order of their
 * declaration. Costs some microseconds per value, which is fine for questions and answers but not
 * for every source record.
 *
 * <p>Numbers are unsigned. A list is its length and its items, an {@code Optional} a list of at
 * most one item, an enum constant its ordinal in a byte. A value of an interface in {@link #KINDS}
 * is a byte for its class, then the fields of the class. Types in {@link #FIELDS} have formats of
 * their own.
 *
 * <p>Open answers in state contain these bytes. So adding, removing or moving a field of a record
 * written here needs a new version of {@code AnswerMessageFormat} and a reader of the old one.
 */
final class FieldwiseBytes {

    /** The classes of interfaces, numbered from 1. New ones must be appended. */
    private static final Map<Type, List<Class<?>>> KINDS =
            Map.of(
                    Subject.class,
                    List.of(
                            Values.class,
                            EntityOf.class,
                            Why.class,
                            ById.class,
                            Match.class,
                            Neighbors.class),
                    Found.class,
                    List.of(
                            Matches.class,
                            OneEntity.class,
                            Explained.class,
                            Matched.class,
                            TooLarge.class,
                            Registered.class,
                            Gathered.class),
                    Explanation.class,
                    List.of(OfRecord.class, OfPair.class, OfBuilt.class, OfCompared.class),
                    Verdict.class,
                    List.of(Unknown.class, Same.class, KeptApart.class, NotLinked.class));

    private static final Map<Type, Field<?>> FIELDS =
            Map.ofEntries(
                    field(String.class, ByteWriter::string, ByteReader::string),
                    field(long.class, ByteWriter::unsigned, ByteReader::unsigned),
                    field(boolean.class, ByteWriter::bool, ByteReader::bool),
                    field(Interval.class, ByteWriter::interval, ByteReader::interval),
                    field(IntervalSet.class, ByteWriter::intervals, ByteReader::intervals),
                    field(
                            MilliBits.class,
                            (writer, weight) -> writer.signed(weight.value()),
                            reader -> new MilliBits(reader.signed())),
                    field(
                            SourceRecord.class,
                            (writer, record) ->
                                    writer.bytes(SourceRecordFormat.INSTANCE.write(record)),
                            reader -> SourceRecordFormat.INSTANCE.read(reader.bytes())),
                    field(
                            ByteKey.class,
                            (writer, digest) -> writer.raw(digest.bytes()),
                            reader -> new ByteKey(reader.raw(Digest.BYTES))),
                    field(Entity.class, UpdateFormat::write, UpdateFormat::readEntity),
                    field(Indirect.class, UpdateFormat::write, FieldwiseBytes::indirect),
                    field(
                            EntityOf.class,
                            (writer, subject) -> identities(writer, List.of(subject.record())),
                            reader -> new EntityOf(identities(reader, 1).get(0))),
                    field(
                            Why.class,
                            (writer, why) ->
                                    identities(
                                            writer,
                                            Stream.concat(
                                                            Stream.of(why.first()),
                                                            why.second().stream())
                                                    .toList()),
                            FieldwiseBytes::why));

    private static final ClassValue<Field<?>> ROOTS =
            new ClassValue<>() {
                @Override
                protected Field<?> computeValue(Class<?> type) {
                    return fieldOf(type);
                }
            };

    private FieldwiseBytes() {}

    static ByteWriter write(ByteWriter writer, Class<?> type, Object value) {
        ROOTS.get(type).writeAny(writer, value);
        return writer;
    }

    static <T> T read(ByteReader reader, Class<T> type) {
        return type.cast(ROOTS.get(type).read().apply(reader));
    }

    private static Field<?> fieldOf(Type type) {
        if (FIELDS.containsKey(type)) {
            return FIELDS.get(type);
        }
        if (type instanceof ParameterizedType generic) {
            Field<?> item = fieldOf(generic.getActualTypeArguments()[0]);
            return generic.getRawType() == List.class ? listOf(item) : optionalOf(item);
        }
        Class<?> raw = (Class<?>) type;
        if (KINDS.containsKey(type)) {
            return kindOf(raw, KINDS.get(type));
        }
        return raw.isEnum() ? constantOf(raw) : recordOf(raw);
    }

    private static Field<?> listOf(Field<?> item) {
        return new Field<List<?>>(
                (writer, items) -> writer.list(items, item::writeAny),
                reader -> reader.list(item.read()));
    }

    private static Field<?> optionalOf(Field<?> item) {
        return new Field<Optional<?>>(
                (writer, value) -> writer.list(value.stream().toList(), item::writeAny),
                reader -> {
                    List<?> items = reader.list(item.read());
                    if (items.size() > 1) {
                        throw reader.corrupt(items.size() + " items, expected at most one");
                    }
                    return items.stream().findFirst();
                });
    }

    private static Field<?> kindOf(Class<?> type, List<Class<?>> kinds) {
        List<Field<?>> fields = kinds.stream().<Field<?>>map(FieldwiseBytes::fieldOf).toList();
        return new Field<>(
                (writer, value) -> {
                    int kind = kinds.indexOf(value.getClass());
                    fields.get(kind).writeAny(writer.raw(kind + 1), value);
                },
                reader -> choice(reader, type, 1, fields).read().apply(reader));
    }

    private static Field<?> constantOf(Class<?> type) {
        List<?> constants = List.of(type.getEnumConstants());
        return new Field<Enum<?>>(
                (writer, constant) -> writer.raw(constant.ordinal()),
                reader -> (Enum<?>) choice(reader, type, 0, constants));
    }

    private static <T> T choice(ByteReader reader, Class<?> type, int first, List<T> choices) {
        int number = reader.raw();
        if (number < first || number >= first + choices.size()) {
            throw reader.corrupt("unknown " + type.getSimpleName() + " " + number);
        }
        return choices.get(number - first);
    }

    private static Field<?> recordOf(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalStateException("no format for " + type.getName());
        }
        RecordComponent[] components = type.getRecordComponents();
        List<Field<?>> fields =
                Stream.of(components)
                        .<Field<?>>map(each -> fieldOf(each.getGenericType()))
                        .toList();
        Constructor<?> constructor;
        try {
            constructor =
                    type.getDeclaredConstructor(
                            Stream.of(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no canonical constructor", e);
        }
        return new Field<>(
                (writer, value) -> {
                    for (int i = 0; i < components.length; i++) {
                        fields.get(i).writeAny(writer, valueOf(components[i], value));
                    }
                },
                reader -> {
                    Object[] values = new Object[components.length];
                    for (int i = 0; i < components.length; i++) {
                        values[i] = fields.get(i).read().apply(reader);
                    }
                    return made(reader, constructor, values);
                });
    }

    private static Object valueOf(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " is not readable", e);
        }
    }

    private static Object made(ByteReader reader, Constructor<?> constructor, Object... values) {
        try {
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw reader.corrupt(String.valueOf(wrong.getMessage()));
            }
            throw new IllegalStateException(constructor + " is not accessible", e);
        }
    }

    private static Indirect indirect(ByteReader reader) {
        Conflict conflict = UpdateFormat.readConflict(reader);
        if (conflict instanceof Indirect group) {
            return group;
        }
        throw reader.corrupt("a contested group must be an indirect conflict");
    }

    private static Why why(ByteReader reader) {
        List<RecordIdentity> records = identities(reader, 2);
        return reader.checked(() -> new Why(records.get(0), records.stream().skip(1).findFirst()));
    }

    private static void identities(ByteWriter writer, List<RecordIdentity> records) {
        writer.list(records, IdentityBytes::write);
    }

    private static List<RecordIdentity> identities(ByteReader reader, int most) {
        List<RecordIdentity> records = reader.list(IdentityBytes::read);
        if (records.isEmpty() || records.size() > most) {
            throw reader.corrupt("a question about " + records.size() + " records");
        }
        return records;
    }

    private static <T> Map.Entry<Type, Field<?>> field(
            Class<T> type, BiConsumer<ByteWriter, T> write, Function<ByteReader, T> read) {
        return Map.entry(type, new Field<>(write, read));
    }

    /** The format of a type. */
    private record Field<T>(BiConsumer<ByteWriter, T> write, Function<ByteReader, T> read) {

        @SuppressWarnings("unchecked") // the field was found by the value's type
        void writeAny(ByteWriter writer, Object value) {
            write.accept(writer, (T) value);
        }
    }
}
