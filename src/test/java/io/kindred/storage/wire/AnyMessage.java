package io.kindred.storage.wire;

import io.kindred.model.Conflict;
import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.EntityId;
import io.kindred.model.GoldenValue;
import io.kindred.model.MilliBits;
import io.kindred.model.Query;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random values of messages: of every class, with any content that a field may have. */
final class AnyMessage {

    private static final List<String> TEXTS =
            List.of("a", "Ännchen", "\ud83d\ude00", "\u0000", "\uffff", "\"\\\n", " ", "1");

    private final Random random;
    private final Map<Type, Supplier<Object>> special = new HashMap<>();
    private final Set<Object> seen = new HashSet<>();

    AnyMessage(long seed) {
        random = new Random(seed);
        special.put(String.class, () -> text(0));
        special.put(long.class, this::number);
        special.put(int.class, () -> random.nextInt(Integer.MAX_VALUE));
        special.put(boolean.class, random::nextBoolean);
        special.put(Interval.class, this::interval);
        special.put(IntervalSet.class, () -> IntervalSet.of(list(0, this::interval)));
        special.put(ByteKey.class, this::digest);
        special.put(RecordIdentity.class, () -> record(text(1)));
        special.put(Entity.class, this::entity);
        special.put(Conflict.Indirect.class, this::indirect);
        special.put(Question.class, this::question);
        special.put(Query.class, this::query);
        special.put(Question.Why.class, this::why);
        special.put(Question.ById.class, () -> new Question.ById(EntityId.of(record(text(1)))));
        special.put(MilliBits.class, () -> new MilliBits(random.nextLong() >> random.nextInt(64)));
        special.put(SourceRecord.class, this::upsert);
        special.put(Question.Match.class, () -> new Question.Match(upsert()));
        special.put(ShownRow.class, () -> new ShownRow(number() / 2 + 1, digest()));
    }

    <T> T of(Class<T> type) {
        return type.cast(any(type));
    }

    /** The classes of sealed interfaces and the constants that values were made of so far. */
    Set<Object> seen() {
        return seen;
    }

    private Object any(Type type) {
        if (special.containsKey(type)) {
            return special.get(type).get();
        }
        if (type instanceof ParameterizedType generic) {
            Type item = generic.getActualTypeArguments()[0];
            return generic.getRawType() == List.class
                    ? list(0, () -> any(item))
                    : random.nextBoolean() ? Optional.of(any(item)) : Optional.empty();
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isSealed()) {
            Class<?> chosen = oneOf(raw.getPermittedSubclasses());
            seen.add(chosen);
            return any(chosen);
        }
        if (raw.isEnum()) {
            Object chosen = oneOf(raw.getEnumConstants());
            seen.add(chosen);
            return chosen;
        }
        RecordComponent[] fields = raw.getRecordComponents();
        try {
            return raw.getDeclaredConstructor(
                            Arrays.stream(fields)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new))
                    .newInstance(
                            Arrays.stream(fields)
                                    .map(field -> any(field.getGenericType()))
                                    .toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(raw.getName(), e);
        }
    }

    private <T> T oneOf(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Mostly short, now and then so long that the length takes two bytes. */
    private <T> List<T> list(int least, Supplier<T> item) {
        int size = least + (random.nextInt(200) == 0 ? 130 : random.nextInt(3));
        return IntStream.range(0, size).mapToObj(i -> item.get()).toList();
    }

    private String text(int least) {
        return String.join("", list(least, () -> TEXTS.get(random.nextInt(TEXTS.size()))));
    }

    private long number() {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    private Interval interval() {
        long one = oneOf(new Long[] {Interval.MIN, -number(), number()});
        long other = oneOf(new Long[] {Interval.MAX, -number(), number()});
        return one == other
                ? Interval.ALWAYS
                : new Interval(Math.min(one, other), Math.max(one, other));
    }

    private ByteKey digest() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return new ByteKey(bytes);
    }

    private RecordIdentity record(String entityType) {
        return new RecordIdentity(entityType, text(1), text(1));
    }

    private Entity entity() {
        String type = text(1);
        return new Entity(
                text(0), type, list(0, () -> record(type)), list(0, () -> of(GoldenValue.class)));
    }

    private Conflict.Indirect indirect() {
        String type = text(1);
        return new Conflict.Indirect(
                type,
                text(0),
                list(0, () -> text(0)),
                interval(),
                list(0, () -> text(0)),
                list(0, () -> new Conflict.DecidedPair(record(type), record(type))),
                list(
                        0,
                        () ->
                                new Conflict.Side(
                                        text(0),
                                        of(Conflict.Role.class),
                                        list(0, () -> record(type)))));
    }

    private Question question() {
        return new Question(
                text(1),
                1 + random.nextInt((int) Question.MAX_DEADLINE_MILLIS),
                of(Question.Subject.class));
    }

    private Query query() {
        return new Query(text(0), list(1, () -> of(Query.Condition.class)), interval());
    }

    private SourceRecord upsert() {
        return SourceRecord.upsert(
                record(text(1)),
                random.nextBoolean() ? OptionalLong.of(number()) : OptionalLong.empty(),
                list(0, () -> new Descriptor(text(1), text(0), interval())));
    }

    private Question.Why why() {
        String type = text(1);
        return new Question.Why(
                record(type), Stream.of(record(type)).filter(r -> random.nextBoolean()).findAny());
    }
}
