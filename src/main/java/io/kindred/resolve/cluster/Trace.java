package io.kindred.resolve.cluster;

import java.util.ArrayList;
import java.util.List;

/** Records the steps of a resolution in order, if somebody wants them. Not thread-safe. */
public final class Trace {

    /** Records nothing. */
    public static final Trace NONE = new Trace(false);

    private final boolean isRecording;
    private final List<Visit> visits = new ArrayList<>(0);

    private Trace(boolean isRecording) {
        this.isRecording = isRecording;
    }

    /** A trace that records. */
    public static Trace recording() {
        return new Trace(true);
    }

    boolean isRecording() {
        return isRecording;
    }

    /** Adds a step; to be called only while recording. */
    void add(Visit visit) {
        visits.add(visit);
    }

    /** The steps so far. */
    public List<Visit> visits() {
        return List.copyOf(visits);
    }
}
