package io.kindred.flink.config;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * A perspective that comes as full snapshots: what a snapshot lacks is deleted.
 *
 * @param source the name of the source of files that gives it
 * @param maxDeleted how many of the perspective's records a snapshot may delete; of more, none
 */
public record SnapshotConfig(String perspective, String source, CountLimit maxDeleted)
        implements Serializable {

    /** Half of the records. */
    public static final CountLimit DEFAULT_MAX_DELETED =
            new CountLimit.Share(new BigDecimal("0.5"), 0);

    /** The same perspective from a source of another name. */
    public SnapshotConfig from(String otherSource) {
        return new SnapshotConfig(perspective, otherSource, maxDeleted);
    }
}
