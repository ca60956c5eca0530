package io.kindred.flink.operator;

import io.kindred.flink.internal.KeyTimers;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.RecordIdentity;
import io.kindred.offline.ClaimFact;
import io.kindred.offline.Declaration;
import io.kindred.resolve.check.ClaimCheck;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ClaimTables;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.ClaimedValue;
import io.kindred.storage.keyed.Owners;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.java.tuple.Tuple2;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;

/**
 * Holds what shards claim against the state of a {@link UniquenessOperator}. What a value is to be
 * by is told, too, under any key of each key group.
 *
 * <p>State: see {@link AbstractFactCheckOperator}.
 */
public final class ClaimCheckOperator extends AbstractFactCheckOperator<ByteKey> {

    private static final long serialVersionUID = 1L;

    private transient ClaimTables tables;
    private transient ValueState<Long> due;
    private transient @Nullable ClaimCheck check;

    /** Of the one watch that there is. */
    public ClaimCheckOperator() {
        super(UniquenessOperator.CLAIMED_VALUES, UniquenessOperator.SIDE_STATES);
    }

    @Override
    public void open() throws Exception {
        super.open();
        tables = UniquenessOperator.tables(states());
        due = KeyTimers.due(states());
    }

    @Override
    protected void accept(Tuple2<ByteKey, byte[]> listener) {
        byte[] fact = listener.f1;
        Optional<String> declared = ClaimFact.declaration(fact);
        if (declared.isEmpty()) {
            gather(fact);
        } else if (check == null) {
            check = checkBy(declared.get()).orElse(null);
        }
    }

    /** A declaration that cannot be read is found as its shard is checked. */
    private Optional<ClaimCheck> checkBy(String text) {
        try {
            Declaration declaration = Declaration.read(text);
            return Optional.of(
                    new ClaimCheck(declaration.ontology(), declaration.timeline(), tables));
        } catch (CorruptStateException e) {
            return Optional.empty();
        }
    }

    @Override
    boolean isKept() {
        return ClaimCheck.kept(tables).isPresent();
    }

    @Override
    Optional<String> check() throws Exception {
        ClaimCheck.kept(tables)
                .map(ClaimedValue::conflicts)
                .orElse(Map.of())
                .forEach(
                        (id, digest) ->
                                tell(
                                        Owners.UNIQUENESS,
                                        new OutputKey(Stream.CONFLICTS, id.toString()),
                                        digest));
        return check == null ? Optional.empty() : check.check(new Gathered(), due.value() != null);
    }

    /** What was gathered of the current key. */
    private final class Gathered implements ClaimCheck.Made {
        @Override
        public long count() {
            return factCount();
        }

        @Override
        public boolean has(int owner, RecordIdentity record, Claim.Made claim) {
            return timesTold(new ClaimFact.Made(owner, record, claim).toBytes()) == 1;
        }
    }
}
