package io.kindred.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.kindred.cli.ClusterJobs.Job;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** Shows how the jobs of a cluster are doing. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Show the jobs of a cluster: state, last checkpoint, restarts, lag by Kafka source,"
                    + " dead letters and largest entity.",
            "Something is wrong with a job that fails or restarts, or that has completed no"
                    + " checkpoint for ten intervals (and for a minute). A failed job does not"
                    + " count if a later one has its name."
        },
        footer = {
            "",
            "Example: status people",
            "Exit code: 0 nothing is wrong, 1 something is wrong or the cluster cannot be reached,"
                    + " 2 wrong usage or no such job."
        })
public final class StatusCommand implements Callable<Integer> {

    private static final int WRONG = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "JOB", arity = "0..*", description = "ids or names; default: all jobs")
    private List<String> wanted = new ArrayList<>();

    @Option(
            names = "--conf",
            paramLabel = "DIR",
            description =
                    "folder of the cluster's config.yaml, which has its address; set by the script")
    private @Nullable Path conf;

    @Option(
            names = "--address",
            paramLabel = "URL",
            description = "address of the cluster, such as http://localhost:8081")
    private @Nullable String address;

    @Option(names = "--json", description = "print an array of JSON objects instead of text")
    private boolean json;

    @Option(
            names = "--wait-running",
            description =
                    "print nothing; wait until the only JOB has completed its first checkpoint or"
                            + " has ended. Exit code 1 if it fails or restarts before")
    private boolean waitRunning;

    @Option(
            names = "--pause",
            hidden = true,
            defaultValue = "PT1S",
            description = "how long to wait for metrics")
    private Duration pause = Duration.ofSeconds(1);

    @Spec private @Nullable CommandSpec spec;

    /** Called by picocli. */
    public StatusCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = command().commandLine().getErr();
        FlinkRest rest = rest();
        try {
            ClusterJobs jobs = new ClusterJobs(rest);
            return waitRunning ? awaitRunning(jobs, err) : show(jobs);
        } catch (IOException e) {
            err.println("status: " + e.getMessage());
            return WRONG;
        }
    }

    private FlinkRest rest() {
        if (address != null) {
            return new FlinkRest(address);
        }
        try {
            return FlinkRest.of(
                    conf == null
                            ? new Configuration()
                            : GlobalConfiguration.loadConfiguration(conf.toString()));
        } catch (IllegalArgumentException | IllegalConfigurationException e) {
            throw invalidUsage("--conf " + conf + ": " + e.getMessage());
        }
    }

    private int awaitRunning(ClusterJobs jobs, PrintWriter err)
            throws IOException, InterruptedException {
        if (wanted.size() != 1) {
            throw invalidUsage("--wait-running expects one JOB");
        }
        Job job = select(jobs.all()).get(0);
        Optional<String> failure = jobs.awaitFirstCheckpoint(job.id());
        failure.ifPresent(
                why -> err.println("the job '" + job.name() + "' (" + job.id() + ") " + why));
        return failure.isPresent() ? WRONG : 0;
    }

    private int show(ClusterJobs jobs) throws IOException, InterruptedException {
        List<Job> all = jobs.all();
        List<JobStatus> shown = new ArrayList<>();
        boolean isWrong = false;
        Set<String> later = new HashSet<>();
        List<Job> selected = select(all);
        jobs.fetchMetrics(selected, pause);
        for (Job job : selected) {
            JobStatus status = jobs.status(job);
            shown.add(status);
            boolean isNewest = later.add(job.name());
            isWrong |= status.problem().isPresent() && (isNewest || !job.hasEnded());
        }
        PrintWriter out = command().commandLine().getOut();
        if (json) {
            ArrayNode array = JSON.createArrayNode();
            shown.forEach(status -> array.add(status.json(JSON)));
            out.println(array);
        } else if (shown.isEmpty()) {
            out.println("no jobs");
        } else {
            shown.forEach(status -> status.print(out));
        }
        out.flush();
        return isWrong ? WRONG : 0;
    }

    private List<Job> select(List<Job> all) {
        for (String each : wanted) {
            if (all.stream().noneMatch(job -> isMeant(job, each))) {
                throw invalidUsage("the cluster has no job '" + each + "'");
            }
        }
        return all.stream()
                .filter(
                        job ->
                                wanted.isEmpty()
                                        || wanted.stream().anyMatch(each -> isMeant(job, each)))
                .toList();
    }

    private static boolean isMeant(Job job, String wanted) {
        return job.id().equals(wanted) || job.name().equals(wanted);
    }

    private ParameterException invalidUsage(String message) {
        return new ParameterException(command().commandLine(), message);
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec);
    }
}
