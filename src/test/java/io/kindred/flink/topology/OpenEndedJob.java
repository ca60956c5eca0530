package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.operator.JobCounts;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A job that stays when its inputs are used up, so that savepoints of what came of them can be
 * taken.
 */
final class OpenEndedJob {

    private final MiniCluster cluster;
    private final JobClient client;
    private final String savepoints;

    private OpenEndedJob(MiniCluster cluster, JobClient client, Path savepoints) {
        this.cluster = cluster;
        this.client = client;
        this.savepoints = savepoints.toUri().toString();
    }

    /** Starts a job that has no state yet. */
    static OpenEndedJob start(MiniCluster cluster, TestJob job, int parallelism) throws Exception {
        return start(cluster, job, parallelism, new Configuration());
    }

    /**
     * Starts a job that goes on from a savepoint; all of the savepoint's operators must be in it.
     */
    static OpenEndedJob restore(MiniCluster cluster, TestJob job, int parallelism, Path savepoint)
            throws Exception {
        Configuration given = new Configuration();
        given.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString());
        return start(cluster, job, parallelism, given);
    }

    /** The same of a job that need not have all of the savepoint's operators. */
    static OpenEndedJob restoreWithLess(
            MiniCluster cluster, TestJob job, int parallelism, Path savepoint) throws Exception {
        Configuration given = new Configuration();
        given.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString());
        given.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        return start(cluster, job, parallelism, given);
    }

    private static OpenEndedJob start(
            MiniCluster cluster, TestJob job, int parallelism, Configuration given)
            throws Exception {
        given.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        JobConfig config = job.config();
        StreamExecutionEnvironment env = JobRun.environment(config, parallelism, given);
        JobGraphBuilder.build(env, config, OpenEnd.unlimited());
        JobClient client = env.executeAsync(config.name());
        return new OpenEndedJob(cluster, client, job.path().resolve("savepoints"));
    }

    /**
     * Waits until all that reads a source has ended, and all that it read has arrived; and so with
     * the other sources, as a job does not stop just when one of them ends.
     */
    void awaitEndOf(String source) throws Exception {
        CommonTestUtils.waitUntilCondition(() -> hasEnded("read " + source));
        CommonTestUtils.waitUntilCondition(() -> hasEnded("read "));
    }

    private boolean hasEnded(String operator) throws Exception {
        if (client.getJobStatus().get().isGloballyTerminalState()) {
            client.getJobExecutionResult().get();
            throw new AssertionError("the job ended by itself");
        }
        Collection<? extends AccessExecutionJobVertex> tasks =
                cluster.getExecutionGraph(client.getJobID()).get().getAllVertices().values();
        if (tasks.isEmpty()) {
            // While it is being set up.
            return false;
        }
        List<ExecutionState> states =
                tasks.stream()
                        .filter(task -> task.getName().contains(operator))
                        .map(AccessExecutionJobVertex::getAggregateState)
                        .toList();
        assertThat(states).as("tasks with " + operator).isNotEmpty();
        return states.stream().allMatch(state -> state == ExecutionState.FINISHED);
    }

    /** Waits until there are fewer records than there were. */
    void awaitFewerRecords() throws Exception {
        AtomicLong most = new AtomicLong();
        CommonTestUtils.waitUntilCondition(
                () -> {
                    long records = new JobCounts(client.getAccumulators().get()).get(Count.RECORDS);
                    return records < most.getAndAccumulate(records, Math::max);
                });
    }

    /** Takes a savepoint while the job goes on. */
    Path savepoint(SavepointFormatType format) throws Exception {
        return path(client.triggerSavepoint(savepoints, format).get());
    }

    /** Stops the job so that it may go on later. */
    Path stop(SavepointFormatType format) throws Exception {
        return path(client.stopWithSavepoint(false, savepoints, format).get());
    }

    /**
     * Stops the job as if there were no input any more.
     *
     * @return what it counted
     */
    Map<String, Object> drain() throws Exception {
        client.stopWithSavepoint(true, savepoints, SavepointFormatType.NATIVE).get();
        return client.getJobExecutionResult().get().getAllAccumulatorResults();
    }

    private static Path path(String savepoint) {
        return Path.of(URI.create(savepoint));
    }
}
