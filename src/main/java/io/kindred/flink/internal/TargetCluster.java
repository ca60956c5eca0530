package io.kindred.flink.internal;

import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.ClusterClientFactory;
import org.apache.flink.client.deployment.ClusterDescriptor;
import org.apache.flink.client.deployment.DefaultClusterClientServiceLoader;
import org.apache.flink.client.program.ClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.client.JobStatusMessage;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The running cluster that jobs are submitted to, as Flink's own command finds it. */
public final class TargetCluster {

    private final Configuration options;

    private TargetCluster(Configuration options) {
        this.options = options;
    }

    /**
     * A job of the cluster.
     *
     * @param id 32 hexadecimal digits
     */
    public record Job(String id, String name, JobStatus state) {}

    /**
     * The cluster that the options name; empty if they name none that is running already, or if
     * this process is part of it.
     *
     * @param options those of an environment, or those of a client
     */
    public static Optional<TargetCluster> of(ReadableConfig options) {
        Configuration all = new Configuration((Configuration) options);
        try {
            return new DefaultClusterClientServiceLoader()
                                    .getClusterClientFactory(all)
                                    .getClusterId(all)
                            == null
                    ? Optional.empty()
                    : Optional.of(new TargetCluster(all));
        } catch (IllegalStateException e) {
            // Flink has no factory for the target, which it then does not reach over a network.
            return Optional.empty();
        }
    }

    /** The cluster of a configuration that says where it is, but not that it is the target. */
    public static Optional<TargetCluster> configuredIn(Configuration options) {
        Configuration all = new Configuration(options);
        if (!all.contains(DeploymentOptions.TARGET)) {
            all.set(DeploymentOptions.TARGET, "remote");
        }
        return of(all);
    }

    /**
     * The jobs that the cluster knows, with those that have ended lately.
     *
     * @throws ClusterException if it does not answer, although Flink's client tried again
     */
    public List<Job> jobs() throws ClusterException, InterruptedException {
        Collection<JobStatusMessage> found = ask(client -> client.listJobs().get());
        return found.stream()
                .map(
                        job ->
                                new Job(
                                        job.getJobId().toHexString(),
                                        job.getJobName(),
                                        job.getJobState()))
                .toList();
    }

    /**
     * The address of the web interface, which answers for the REST API too.
     *
     * @throws ClusterException if Flink's client does not find it
     */
    public URI webInterface() throws ClusterException, InterruptedException {
        return URI.create(ask(ClusterClient::getWebInterfaceURL));
    }

    private interface Question<R> {
        R of(ClusterClient<?> client) throws Exception;
    }

    private <R> R ask(Question<R> question) throws ClusterException, InterruptedException {
        try {
            return ask(
                    new DefaultClusterClientServiceLoader().getClusterClientFactory(options),
                    question);
        } catch (InterruptedException | ClusterException e) {
            throw e;
        } catch (Exception e) {
            throw new ClusterException("the cluster cannot be reached: " + root(e));
        }
    }

    private <T, R> R ask(ClusterClientFactory<T> factory, Question<R> question) throws Exception {
        try (ClusterDescriptor<T> cluster = factory.createClusterDescriptor(options);
                ClusterClient<T> client =
                        cluster.retrieve(factory.getClusterId(options)).getClusterClient()) {
            try {
                return question.of(client);
            } catch (ExecutionException e) {
                throw new ClusterException(
                        "no cluster answers at " + client.getWebInterfaceURL() + ": " + root(e));
            }
        }
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Objects.requireNonNullElse(root.getMessage(), root.toString());
    }
}
