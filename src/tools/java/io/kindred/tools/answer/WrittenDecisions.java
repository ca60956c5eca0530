package io.kindred.tools.answer;

import io.kindred.model.Decision;
import io.kindred.model.Digest;
import io.kindred.model.SourceRecord.Op;
import io.kindred.offline.decide.RecordPair;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
     * @param before what they showed before
     */
    private record Written(ShownDecision decision, ShownDecision before) {}

    /**
     * Adds a decision that is later than all others about its pair.
     *
     * @param before what the outputs showed before it was written. If that is unknown, what they
     *     show when they are first asked counts as that
     */
    public synchronized void add(Decision decision, ShownDecision before) {
        String key = key(RecordPair.of(decision));
        // It is the last one again.
        byPair.remove(key);
        byPair.put(
                key,
                new Written(
                        decision.op() == Op.UPSERT
                                ? ShownDecision.of(decision.verdict())
                                : ShownDecision.NONE,
                        before));
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
        boolean isFirst = written.before() == ShownDecision.UNKNOWN;
        if (shown == written.decision() || !isFirst && shown != written.before()) {
            byPair.remove(key);
            return shown;
        }
        if (isFirst) {
            byPair.replace(key, new Written(written.decision(), shown));
        }
        return written.decision();
    }

    private static String key(RecordPair pair) {
        return Digest.hex(List.of(pair.lesser().joined(), pair.greater().joined()));
    }
}
