package io.kindred.cli;

import io.kindred.flink.cluster.JobReport;
import io.kindred.flink.cluster.JobReports;
import io.kindred.flink.cluster.RestApi;
import io.kindred.flink.internal.ClusterException;
import io.kindred.flink.internal.TargetCluster;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Shows how the jobs of a cluster are. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Show how the jobs of a cluster are: state, last completed checkpoint, restarts, lag of"
                    + " the sources in messages, dead letters, largest entity.",
            "A job has a problem if it failed or restarts, or if it has completed no checkpoint for"
                    + " ten intervals."
        },
        footer = {
            "",
            "Example: status --job people --json",
            "Exit code: 0 no job has a problem, 1 one has, or there is no such job or cluster, 2"
                    + " wrong usage."
        })
public final class StatusCommand extends AbstractCommand {

    private static final int HAS_PROBLEMS = 1;
    private static final String CONF = "FLINK_CONF_DIR";

    @Option(names = "--job", paramLabel = "JOB", description = "only the job with this name or id")
    private @Nullable String job;

    @Option(names = "--json", description = "print one JSON object on a line instead of text")
    private boolean json;

    @Option(
            names = "--cluster",
            paramLabel = "URL",
            description =
                    "the cluster's web interface, such as http://localhost:8081; default: as in the"
                            + " configuration in the folder "
                            + CONF)
    private @Nullable URI cluster;

    /** Called by picocli. */
    public StatusCommand() {}

    @Override
    public Integer call() throws Exception {
        RestApi api = new RestApi(cluster == null ? configured() : checked(cluster));
        List<JobReport> jobs =
                new JobReports(api)
                        .read().stream()
                                .filter(
                                        each ->
                                                job == null
                                                        || each.name().equals(job)
                                                        || each.id().equals(job))
                                .toList();
        if (job != null && jobs.isEmpty()) {
            throw new ClusterException("no job '" + job + "' on " + api.address());
        }
        PrintWriter out = out();
        if (json) {
            out.println(StatusJson.of(api.address(), jobs));
        } else {
            StatusText text = new StatusText(out);
            jobs.forEach(text::print);
            if (jobs.isEmpty()) {
                out.println("no jobs on " + api.address());
            }
        }
        out.flush();
        return jobs.stream().allMatch(each -> each.problem().isEmpty()) ? 0 : HAS_PROBLEMS;
    }

    private URI checked(URI address) {
        if (address.getHost() == null || !String.valueOf(address.getScheme()).startsWith("http")) {
            throw invalidUsage("--cluster is '" + address + "', expected http://HOST:PORT");
        }
        return address;
    }

    private URI configured() throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        String folder = System.getenv(CONF);
        Optional<TargetCluster> target;
        if (!(env instanceof LocalStreamEnvironment)) {
            target = TargetCluster.of(env.getConfiguration());
        } else if (folder == null) {
            throw invalidUsage(
                    "no cluster is known; run jobs/cluster.sh start, set FLINK_HOME, or name one"
                            + " with --cluster");
        } else {
            try {
                target = TargetCluster.configuredIn(GlobalConfiguration.loadConfiguration(folder));
            } catch (IllegalConfigurationException e) {
                throw invalidUsage(CONF + " is '" + folder + "': " + e.getMessage());
            }
        }
        return target.orElseThrow(
                        () ->
                                invalidUsage(
                                        "the configuration names no running cluster; name one with"
                                                + " --cluster"))
                .webInterface();
    }
}
