package io.kindred.tools.answer;

import io.kindred.model.Decision;
import io.kindred.model.Digest;
import io.kindred.model.SourceRecord.Op;
import io.kindred.offline.decide.RecordPair;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The decisions that were written to where the job reads decisions, and that the outputs do not
 * show yet: the last one about each pair. The last {@value #MOST} pairs are remembered, under
 * digests: about 20 MB of heap. Safe for use by threads.
 *
 * <p>Rows of records have no versions of decisions. So a written decision is forgotten once the
 * outputs show anything else than before it was written: the job has read it then, or another one
 * that somebody else has written since.
 */
public final class WrittenDecisions {

    private static final int MOST = 100_000;

    private final Map<String, Written> byPair =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Written> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * A decision that was written.
     *
     * @param decision as the outputs will show it
     * @param earlier what they may show until then: what they showed before, and what else was
     *     written that they did not show yet. Empty if nothing is known
     */
    private record Written(ShownDecision decision, Set<ShownDecision> earlier) {}

    /**
     * Adds a decision that is later than all others about its pair.
     *
     * @param before what the outputs showed before it was written. If that is unknown, what they
     *     show when they are first asked counts as that
     */
    public synchronized void add(Decision decision, ShownDecision before) {
        String key = key(RecordPair.of(decision));
        // It is the last one again.
        Written last = byPair.remove(key);
        Set<ShownDecision> earlier = EnumSet.noneOf(ShownDecision.class);
        if (last != null) {
            earlier.addAll(last.earlier());
            earlier.add(last.decision());
        }
        if (before != ShownDecision.UNKNOWN) {
            earlier.add(before);
        }
        byPair.put(
                key,
                new Written(
                        decision.op() == Op.UPSERT
                                ? ShownDecision.of(decision.verdict())
                                : ShownDecision.NONE,
                        earlier));
    }

    /**
     * What the outputs will show about two records once the job has read all that was written.
     *
     * @param shown what they show now
     */
    synchronized ShownDecision decision(RecordPair pair, ShownDecision shown) {
        String key = key(pair);
        Written written = byPair.get(key);
        if (written == null) {
            return shown;
        }
        if (shown == ShownDecision.UNKNOWN) {
            return written.decision();
        }
        if (written.earlier().isEmpty() && shown != written.decision()) {
            written.earlier().add(shown);
        } else if (!written.earlier().contains(shown)) {
            byPair.remove(key);
            return shown;
        }
        return written.decision();
    }

    private static String key(RecordPair pair) {
        return Digest.hex(List.of(pair.lesser().joined(), pair.greater().joined()));
    }
}
