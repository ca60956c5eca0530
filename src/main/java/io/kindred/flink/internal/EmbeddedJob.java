package io.kindred.flink.internal;

import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraphHasherV2;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A job on a mini cluster in this process, which can be inspected and stopped. */
public final class EmbeddedJob implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedJob.class);

    private final MiniCluster cluster;
    private final JobID id;
    private final CompletableFuture<JobResult> result;

    private EmbeddedJob(MiniCluster cluster, JobID id, CompletableFuture<JobResult> result) {
        this.cluster = cluster;
        this.id = id;
        this.result = result;
    }

    /**
     * Starts a job.
     *
     * @param options the options of the cluster
     */
    public static EmbeddedJob start(StreamExecutionEnvironment env, Configuration options)
            throws Exception {
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(options)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(
                                        options.get(TaskManagerOptions.NUM_TASK_SLOTS))
                                .withRandomPorts()
                                .build());
        try {
            cluster.start();
            JobID id = cluster.submitJob(env.getStreamGraph()).get().getJobID();
            return new EmbeddedJob(cluster, id, cluster.requestJobResult(id));
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    /**
     * Waits for the end of the job; empty after the given time.
     *
     * @throws Exception if the job fails
     */
    public Optional<JobExecutionResult> await(Duration time) throws Exception {
        try {
            return Optional.of(
                    result.get(time.toMillis(), TimeUnit.MILLISECONDS)
                            .toJobExecutionResult(loader()));
        } catch (TimeoutException stillRuns) {
            return Optional.empty();
        }
    }

    /** Waits without limit for the end of a job that is being stopped. */
    public JobExecutionResult result() throws Exception {
        return result.get().toJobExecutionResult(loader());
    }

    /**
     * Stops the job with a savepoint.
     *
     * @param folder the parent of the savepoint's folder
     * @param drains whether that is the end of the job's input
     * @return the path of the savepoint
     */
    public String stop(String folder, boolean drains, SavepointFormatType format) throws Exception {
        return cluster.stopWithSavepoint(id, folder, drains, format).get();
    }

    /** Takes a checkpoint now, so that sources that have read everything can end. */
    public void checkpoint() throws Exception {
        try {
            cluster.triggerCheckpoint(id, CheckpointType.CONFIGURED).get();
        } catch (ExecutionException e) {
            // Another one is under way, or a task is just ending: the next will do.
            LOG.debug("no checkpoint", e);
        }
    }

    /** A snapshot of the job's current status. */
    public Look look() throws Exception {
        return new Look(cluster.getExecutionGraph(id).get());
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }

    private static ClassLoader loader() {
        return EmbeddedJob.class.getClassLoader();
    }

    /** A snapshot of the status of a job. */
    public static final class Look {

        private final AccessExecutionGraph graph;

        public Look(AccessExecutionGraph graph) {
            this.graph = graph;
        }

        /**
         * Whether all subtasks of the task that starts with an operator have finished. Empty while
         * the job is being set up, and if the operator is chained to a preceding one.
         */
        public Optional<Boolean> hasEnded(String uid) {
            return Optional.ofNullable(
                            graph.getJobVertex(
                                    new JobVertexID(
                                            StreamGraphHasherV2.generateUserSpecifiedHash(uid))))
                    .map(AccessExecutionJobVertex::getAggregateState)
                    .map(state -> state == ExecutionState.FINISHED);
        }

        /** Whether all subtasks of the job are running or have finished. */
        public boolean isRunning() {
            for (AccessExecutionJobVertex vertex : graph.getAllVertices().values()) {
                for (AccessExecutionVertex subtask : vertex.getTaskVertices()) {
                    ExecutionState state = subtask.getExecutionState();
                    if (state != ExecutionState.RUNNING && state != ExecutionState.FINISHED) {
                        return false;
                    }
                }
            }
            return true;
        }

        /** The current values of the job's accumulators, by name. */
        public Map<String, Object> accumulators() throws Exception {
            Map<String, Object> values = new HashMap<>();
            for (var counted : graph.getAccumulatorsSerialized().entrySet()) {
                values.put(
                        counted.getKey(),
                        counted.getValue().deserializeValue(loader()).getUnchecked());
            }
            return values;
        }
    }
}
