package io.kindred.testkit;

import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

/** Clusters for tests of whole jobs. */
public final class TestClusters {

    /** The slots of a cluster. */
    public static final int SLOTS = 4;

    /** Of a job that takes half of a cluster. */
    public static final int PARALLELISM = 2;

    private TestClusters() {}

    /** Two task managers with two slots each. */
    public static MiniClusterExtension twoByTwo() {
        return new MiniClusterExtension(
                new MiniClusterResourceConfiguration.Builder()
                        .setNumberTaskManagers(2)
                        .setNumberSlotsPerTaskManager(SLOTS / 2)
                        .build());
    }
}
