package io.kindred.flink.operator;

import io.kindred.flink.internal.OneInputOperator;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputUpdate;
import io.kindred.offline.OutputFact;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.TermTable;
import io.kindred.storage.keyed.EncodedUpdate;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Gathers what others have under each key, and in the end holds it against the state of the
 * operator of the same uid. Tells what is wrong, as text with the key before it, and what the other
 * operator emitted.
 *
 * <p>State: that of the other operator, and {@code offline-facts}, how often each fact was told, of
 * which no checkpoint is ever taken. Facts and keys are on disk, so that however many there are
 * they take no memory.
 *
 * @param <K> the key
 */
abstract class AbstractFactCheckOperator<K> extends OneInputOperator<Tuple2<K, byte[]>, String> {

    /** Carries what the other operator emitted, by the key that {@link PublishOperator} has. */
    static final OutputTag<Tuple2<String, byte[]>> STATED =
            new OutputTag<>(
                    "stated-facts",
                    Types.TUPLE(
                            Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));

    private static final long serialVersionUID = 1L;
    private static final String FACTS = "offline-facts";

    private final String stateName;
    private final List<String> sideStateNames;

    private transient ByteTable facts;

    /**
     * With what the other operator has.
     *
     * @param stateName the lasting name of the state that every key has
     * @param sideStateNames those of states that a key may have besides
     */
    AbstractFactCheckOperator(String stateName, List<String> sideStateNames) {
        this.stateName = stateName;
        this.sideStateNames = sideStateNames;
    }

    /** Whether the other operator has anything under the current key. */
    abstract boolean isKept() throws Exception;

    /** Checks the current key. */
    abstract Optional<String> check() throws Exception;

    @Override
    public void open() throws Exception {
        super.open();
        facts = states().table(FACTS);
    }

    @Override
    protected void accept(Tuple2<K, byte[]> fact) throws Exception {
        gather(fact.f1);
    }

    /** Keeps a fact for the current key. */
    final void gather(byte[] fact) {
        facts.put(fact, new ByteWriter(2).unsigned(timesTold(fact) + 1).toBytes());
    }

    /** How often a fact was told of the current key. */
    final long timesTold(byte[] fact) {
        return times(facts.get(fact));
    }

    /** How many facts were told of the current key. */
    final long factCount() {
        long count = 0;
        for (Iterator<TermTable.Entry> each = facts.scan(); each.hasNext(); ) {
            count += times(each.next().value());
        }
        return count;
    }

    /** The facts of the current key. */
    final List<byte[]> facts() {
        List<byte[]> all = new ArrayList<>();
        for (Iterator<TermTable.Entry> each = facts.scan(); each.hasNext(); ) {
            TermTable.Entry entry = each.next();
            for (long time = times(entry.value()); time > 0; time--) {
                all.add(entry.key());
            }
        }
        return all;
    }

    private static long times(byte @Nullable [] bytes) {
        return bytes == null ? 0 : new ByteReader(FACTS, bytes).unsigned();
    }

    /** Tells what the other operator emitted and did not withdraw. */
    final void tell(int owner, OutputKey key, ByteKey digest) {
        emit(
                STATED,
                Tuple2.of(PublishOperator.joined(key), new OutputFact(owner, digest).toBytes()));
    }

    /** The same of an update. */
    final void tell(int owner, OutputUpdate update) {
        tell(owner, update.key(), EncodedUpdate.of(update).shown().orElseThrow());
    }

    @Override
    public void endInput() throws Exception {
        walk(stateName, false);
        for (String name : sideStateNames) {
            walk(name, true);
        }
        walk(FACTS, true);
    }

    private void walk(String name, boolean onlyWithoutOther) throws Exception {
        states().forEachKey(
                        name,
                        key -> {
                            if (!onlyWithoutOther || !isKept()) {
                                checked().ifPresent(wrong -> emit(shown(key) + ": " + wrong));
                            }
                        });
    }

    private Optional<String> checked() throws Exception {
        try {
            return check();
        } catch (CorruptStateException | IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Fields of an identity are joined by what cannot be shown. */
    private static String shown(Object key) {
        return key.toString().replace('\u001f', '/');
    }
}
