package io.kindred.testkit;

import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResource;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.util.TestStreamEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * The MiniCluster that all test classes of a process share: two task managers with two slots each.
 * It starts with the first test that needs it and ends with the process. What a test leaves running
 * is cancelled after it.
 */
public final class SharedCluster
        implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    /** The slots of the cluster. */
    public static final int SLOTS = 4;

    /** Of a job that takes half of the cluster. */
    public static final int PARALLELISM = 2;

    private static final int TASK_MANAGERS = 2;

    /** Jobs tell how much they have taken as often as this. */
    private static final Duration HEARTBEAT = Duration.ofMillis(100);

    private static @Nullable MiniClusterResource cluster;

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        TestStreamEnvironment.setAsContext(started(), SLOTS);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        TestStreamEnvironment.unsetAsContext();
        for (JobStatusMessage job : started().listJobs().get()) {
            if (!job.getJobState().isGloballyTerminalState()) {
                end(started(), job);
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.isAnnotated(InjectMiniCluster.class)
                && parameter.getParameter().getType() == MiniCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        try {
            return started();
        } catch (Exception e) {
            throw new IllegalStateException("the cluster does not start", e);
        }
    }

    private static synchronized MiniCluster started() throws Exception {
        MiniClusterResource running = cluster;
        if (running == null) {
            Configuration options = new Configuration();
            options.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, HEARTBEAT);
            running =
                    new MiniClusterResource(
                            new MiniClusterResourceConfiguration.Builder()
                                    .setConfiguration(options)
                                    .setNumberTaskManagers(TASK_MANAGERS)
                                    .setNumberSlotsPerTaskManager(SLOTS / TASK_MANAGERS)
                                    .build());
            running.before();
            cluster = running;
        }
        return running.getMiniCluster();
    }

    /** It may just be coming to its end by itself. */
    private static void end(MiniCluster running, JobStatusMessage job) throws Exception {
        try {
            running.cancelJob(job.getJobId()).get();
        } catch (ExecutionException e) {
            JobStatus status = running.getJobStatus(job.getJobId()).get();
            if (!status.isGloballyTerminalState()) {
                throw e;
            }
        }
        running.requestJobResult(job.getJobId()).get();
    }
}
