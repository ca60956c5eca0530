package io.kindred.flink.internal;

/** A cluster that does not answer, or a job on it that fails; the message is one line. */
public final class ClusterException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates it with a message that names the cluster or the job. */
    public ClusterException(String message) {
        super(message);
    }
}
