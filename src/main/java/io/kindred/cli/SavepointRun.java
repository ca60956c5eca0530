package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.internal.EmbeddedJob;
import io.kindred.flink.jdbc.PostgresStart;
import io.kindred.flink.kafka.KafkaStart;
import io.kindred.flink.topology.JobEnvironment;
import io.kindred.offline.InvalidRequestException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Makes a savepoint from a saved state, with a job in this process that is stopped when it is done.
 */
abstract class SavepointRun {

    // At least two letters: a single one is a Windows drive.
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");
    private static final Logger LOG = LoggerFactory.getLogger(SavepointRun.class);

    private final JobConfig config;
    private final String state;
    private final OptionalInt parallelism;
    private long start;

    /**
     * Creates a run.
     *
     * @param config the job that is run
     * @param state the path of a savepoint or retained checkpoint
     * @param parallelism overrides the job file and the default
     */
    SavepointRun(JobConfig config, String state, OptionalInt parallelism) {
        this.config = config;
        this.state = state;
        this.parallelism = parallelism;
    }

    /** The result of a job, the path of its savepoint, and how long it ran. */
    record Stopped(JobExecutionResult result, String savepoint, Duration time) {}

    final JobConfig config() {
        return config;
    }

    final String state() {
        return state;
    }

    /** How long ago the job was started. */
    final Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** What the run is, for messages: such as "the erasure". */
    abstract String name();

    /** Changes the options of the cluster. */
    void adjust(Configuration options) {}

    /** Adds the job's operators, and prepares its outputs. */
    abstract void build(StreamExecutionEnvironment env) throws IOException;

    /** Whether the savepoint is the end of the job's input. */
    boolean drains() {
        return false;
    }

    /** Waits until the job may be stopped. */
    abstract void await(EmbeddedJob job) throws Exception;

    /**
     * Runs the job until it may be stopped, and stops it.
     *
     * @param folder the URI of the new savepoint's parent folder
     * @throws JobFailedException if the run fails
     * @throws InvalidRequestException if the folder cannot be created
     * @throws io.kindred.codec.InvalidConfigException if the job file is invalid
     */
    final Stopped stopped(String folder, SavepointFormatType format)
            throws IOException, InterruptedException, JobFailedException {
        JobEnvironment.check(config);
        KafkaStart.check(config, EmbeddedRun.BROKER_PATIENCE);
        PostgresStart.prepare(config);
        createFolder(folder);
        try (ScratchFolder scratch = new ScratchFolder()) {
            Configuration options = EmbeddedRun.options(config, parallelism, scratch.path());
            adjust(options);
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.getExecutionEnvironment(options);
            env.setParallelism(options.get(CoreOptions.DEFAULT_PARALLELISM));
            JobEnvironment.configure(env, config);
            build(env);
            return stopped(env, options, folder, format);
        }
    }

    /** Creates the savepoint's folder first, so that a long run does not fail at its end. */
    private static void createFolder(String folder) {
        try {
            Path path = new Path(folder);
            path.getFileSystem().mkdirs(path);
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "--to: cannot create the folder " + folder + ": " + e.getMessage());
        }
    }

    private Stopped stopped(
            StreamExecutionEnvironment env,
            Configuration options,
            String folder,
            SavepointFormatType format)
            throws InterruptedException, JobFailedException {
        start = System.nanoTime();
        try (EmbeddedJob job = EmbeddedJob.start(env, options)) {
            await(job);
            String savepoint = job.stop(folder, drains(), format);
            return new Stopped(job.result(), savepoint, sinceStart());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("{} for job '{}' failed", name(), config.name(), e);
            StateFailure failure = new StateFailure(e);
            if (failure.isDamage()) {
                throw JobFailedException.because(failure.text(state), e);
            }
            throw new JobFailedException(config.name(), e);
        }
    }

    /** The path of a state: a URI as it is, any other path made absolute. */
    static String path(String path) {
        return isUri(path) ? path : absolute(path).toString();
    }

    /** The URI of a folder. */
    static String uri(String path) {
        return isUri(path) ? path : absolute(path).toUri().toString();
    }

    private static boolean isUri(String path) {
        return URI.matcher(path).matches();
    }

    private static java.nio.file.Path absolute(String path) {
        return java.nio.file.Path.of(path).toAbsolutePath().normalize();
    }
}
