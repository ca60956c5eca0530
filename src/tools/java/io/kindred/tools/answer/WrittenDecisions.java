package io.kindred.tools.answer;

import io.kindred.model.Decision;
import io.kindred.model.Digest;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.offline.decide.RecordPair;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last decision about each pair of records that was written to where the job reads decisions,
 * whether it has read it or not. The last {@value #MOST} pairs are remembered, under digests: about
 * 20 MB of heap. Safe for use by threads.
 */
public final class WrittenDecisions {

    private static final int MOST = 100_000;

    /** Of a decision that was deleted, there is no verdict. */
    private final Map<String, Optional<Verdict>> verdicts =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Optional<Verdict>> eldest) {
                    return size() > MOST;
                }
            };

    /** Adds a decision that is later than all others about its pair. */
    public synchronized void add(Decision decision) {
        String key = key(RecordPair.of(decision));
        // It is the last one again.
        verdicts.remove(key);
        verdicts.put(
                key,
                decision.op() == Op.UPSERT ? Optional.of(decision.verdict()) : Optional.empty());
    }

    /**
     * The verdict about two records once the job has read all that was written.
     *
     * @param read the verdict that the job has read, if any
     */
    synchronized Optional<Verdict> verdict(RecordPair pair, Optional<Verdict> read) {
        return verdicts.getOrDefault(key(pair), read);
    }

    private static String key(RecordPair pair) {
        return Digest.hex(List.of(pair.lesser().joined(), pair.greater().joined()));
    }
}
