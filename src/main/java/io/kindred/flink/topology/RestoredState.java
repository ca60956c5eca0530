package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.config.SnapshotConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.internal.DamagedStateException;
import io.kindred.flink.internal.SavedMetadata;
import io.kindred.flink.internal.SavedOperator;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks before a job starts that the state to restore fits its job file. */
final class RestoredState {

    private static final Logger LOG = LoggerFactory.getLogger(RestoredState.class);

    private final String path;
    private final SavedMetadata metadata;
    private final JobConfig config;

    private RestoredState(String path, SavedMetadata metadata, JobConfig config) {
        this.path = path;
        this.metadata = metadata;
        this.config = config;
    }

    /**
     * Checks that the state has the job file's number of shards, its sources, and sinks of the same
     * types, and that sinks that are new can be filled.
     *
     * @param options the options that may name a state to restore
     * @param warnings takes what cannot be checked, in sentences
     * @return the outputs whose sinks are new: the state has been written without them
     * @throws InvalidConfigException if the state does not fit or is damaged
     */
    static Set<Output> check(ReadableConfig options, JobConfig config, Consumer<String> warnings) {
        Optional<RestoredState> state = read(options, config, warnings);
        if (state.isPresent()) {
            state.get().checkShards();
            state.get().checkSinks();
            state.get().checkAdded();
            state.get().checkWatched();
            state.get().checkSnapshots(warnings);
            if (!options.get(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE)) {
                state.get().checkRemoved();
            }
        }
        return state.map(RestoredState::addedSinks).orElseGet(Set::of);
    }

    /** The outputs whose sinks are new; none if no state is restored. */
    static Set<Output> addedSinks(ReadableConfig options, JobConfig config) {
        return read(options, config, LOG::debug).map(RestoredState::addedSinks).orElseGet(Set::of);
    }

    /**
     * Whether at least one subtask of the registry had finished in the restored state. The registry
     * finishes when all sources of records and of questions have ended. In states of earlier
     * releases it did not wait for questions.
     */
    static boolean registryHasEnded(ReadableConfig options, JobConfig config) {
        return read(options, config, LOG::debug)
                .flatMap(state -> state.metadata.operator(Operators.REGISTRY))
                .map(SavedOperator::hasBegunToEnd)
                .orElse(false);
    }

    private static Optional<RestoredState> read(
            ReadableConfig options, JobConfig config, Consumer<String> warnings) {
        return options.getOptional(StateRecoveryOptions.SAVEPOINT_PATH)
                .flatMap(path -> read(path, config, warnings));
    }

    /** Empty if the state cannot be accessed from here; Flink may fail with the reason. */
    private static Optional<RestoredState> read(
            String path, JobConfig config, Consumer<String> warnings) {
        try {
            return Optional.of(new RestoredState(path, SavedMetadata.read(path), config));
        } catch (DamagedStateException e) {
            throw new InvalidConfigException(config.file(), "", String.valueOf(e.getMessage()));
        } catch (IOException | IllegalArgumentException e) {
            warnings.accept(
                    "cannot check the state in "
                            + path
                            + " before it is restored: "
                            + e.getMessage()
                            + ". If it is of an earlier release, new sinks will not be filled. If it"
                            + " is of a job with several shards whose sources had all ended, a job"
                            + " with queries may fail to restore it");
            return Optional.empty();
        }
    }

    private void checkShards() {
        Optional<SavedOperator> shard =
                metadata.operator(Operators.SHARD).filter(saved -> !saved.isFinished());
        if (shard.isPresent() && shard.get().keyGroups() != config.shards()) {
            int shards = shard.get().keyGroups();
            throw new InvalidConfigException(
                    config.file(),
                    "shards",
                    "the state in "
                            + path
                            + " has "
                            + shards
                            + (shards == 1 ? " shard" : " shards")
                            + ", a number that cannot change; use "
                            + shards
                            + ", or migrate its records: jobs/migrate.sh"
                            + " --from "
                            + path
                            + " --to FOLDER "
                            + config.file());
        }
    }

    /** The state of a sink is of no use to a sink of another type, which would fail in it. */
    private void checkSinks() {
        config.sinks().byOutput().forEach(this::checkType);
    }

    private void checkType(Output output, SinkConfig sink) {
        Optional<SinkType> before = metadata.operator(Operators.sink(output)).flatMap(this::typeOf);
        SinkType now = SinkType.of(sink);
        if (before.isPresent() && before.get() != now) {
            throw new InvalidConfigException(
                    config.file(),
                    "sinks." + Operators.jobFileName(output) + "." + now.field(before.get()),
                    "is "
                            + now
                            + ", and in the state in "
                            + path
                            + " this sink is of type "
                            + before.get()
                            + ", which cannot change; use "
                            + before.get()
                            + ", or run the job without this sink once (with --allow-removed; if it"
                            + " is the only one, with another sink in its place), stop it with a"
                            + " savepoint, and add the sink with its new type: it then gets"
                            + " everything");
        }
    }

    /** Flink does not run again what has ended. */
    private void checkWatched() {
        for (int i = 0; i < config.sources().size(); i++) {
            if (config.sources().get(i) instanceof SourceConfig.Files files
                    && files.isWatched()
                    && metadata.operator(Operators.source(files.name()))
                            .map(SavedOperator::hasBegunToEnd)
                            .orElse(false)) {
                throw new InvalidConfigException(
                        config.file(),
                        "sources[" + i + "].watch",
                        "the source had ended in the state in "
                                + path
                                + ", so that it would not look for files; give it another name,"
                                + " under which it reads all files that are there");
            }
        }
    }

    private void checkSnapshots(Consumer<String> warnings) {
        if (!config.snapshots().isEmpty() && metadata.operator(Operators.SNAPSHOTS).isEmpty()) {
            warnings.accept(
                    "the state in "
                            + path
                            + " is of a job without full_snapshot: what it has of "
                            + config.snapshots().stream()
                                    .map(SnapshotConfig::perspective)
                                    .collect(Collectors.joining(", "))
                            + " and the first snapshot lacks is not deleted, only what a later one"
                            + " lacks; to delete all of it, migrate the state to this job first:"
                            + " jobs/migrate.sh");
        }
    }

    /** What a sink that is new gets comes from operators that must still be there. */
    private void checkAdded() {
        List<String> added =
                addedSinks().stream()
                        .filter(RestoredState::isFilled)
                        .map(Operators::jobFileName)
                        .toList();
        boolean hasEnded =
                Stream.of(Operators.SHARD, Operators.PUBLISH, Operators.PUBLISH_ASSIGNMENTS)
                        .flatMap(uid -> metadata.operator(uid).stream())
                        .anyMatch(SavedOperator::isFinished);
        if (hasEnded && !added.isEmpty()) {
            throw new InvalidConfigException(
                    config.file(),
                    "sinks." + added.get(0),
                    "is new, and the job had ended when the state in "
                            + path
                            + " was written, so that no sink can be filled any more; restore it"
                            + " without the new sinks ("
                            + String.join(", ", added)
                            + "), or resolve the sources again without a state");
        }
    }

    /** Dead letters, answers and erasures have no rows in the state. */
    private static boolean isFilled(Output output) {
        return output != Output.DEAD_LETTERS
                && output != Output.ANSWERS
                && output != Output.ERASURES;
    }

    private Optional<SinkType> typeOf(SavedOperator writer) {
        try {
            return SinkType.of(writer);
        } catch (IOException e) {
            LOG.warn("cannot check the state of a sink before it is restored: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void checkRemoved() {
        if (config.snapshots().isEmpty() && hasState(Operators.SNAPSHOTS::equals)) {
            throw new InvalidConfigException(
                    config.file(),
                    "sources",
                    "has no source with full_snapshot, and the state in "
                            + path
                            + " knows which records full snapshots had; set it again, or pass, on"
                            + " a cluster, --allow-removed (flink run: --allowNonRestoredState) to"
                            + " forget that."
                            + " If it is set again later, what was deleted from the source meanwhile"
                            + " stays");
        }
        removed(config.sources().stream().map(SourceConfig::name), "source", "source-", "decode-");
        removed(
                config.questions().stream().map(SourceConfig::name),
                "source of queries",
                "queries-",
                "ask-");
        Set<String> sinks =
                config.sinks().byOutput().keySet().stream()
                        .map(Operators::sink)
                        .collect(Collectors.toSet());
        for (Output output : Output.values()) {
            String uid = Operators.sink(output);
            if (!sinks.contains(uid) && hasState(saved -> saved.endsWith(uid))) {
                throw new InvalidConfigException(
                        config.file(),
                        "sinks." + Operators.jobFileName(output),
                        "is missing, and the state in "
                                + path
                                + " has this sink; restore it, or pass --allow-removed to do"
                                + " without it (flink run: --allowNonRestoredState). Rows that its"
                                + " files or transactions do not show yet are lost then");
            }
        }
    }

    private void removed(Stream<String> names, String what, String reading, String next) {
        List<String> now = names.toList();
        for (SavedOperator saved : metadata.operators()) {
            String uid = saved.uid().orElse("");
            String prefix = uid.startsWith(reading) ? reading : next;
            if (uid.startsWith(prefix)
                    && saved.hasState()
                    && !now.contains(uid.substring(prefix.length()))) {
                throw new InvalidConfigException(
                        config.file(),
                        what.equals("source") ? "sources" : "queries",
                        "has no "
                                + what
                                + " '"
                                + uid.substring(prefix.length())
                                + "', which the state in "
                                + path
                                + " has"
                                + (now.isEmpty() ? "" : "; there are " + String.join(", ", now))
                                + ". If it was renamed, give it back its name (the field 'name');"
                                + " if it was removed, pass --allow-removed (flink run:"
                                + " --allowNonRestoredState). Its position is lost then: added"
                                + " again, it is read from where a new source begins");
            }
        }
    }

    private boolean hasState(Predicate<String> uid) {
        return metadata.operators().stream()
                .anyMatch(saved -> uid.test(saved.uid().orElse("")) && saved.hasState());
    }

    private Set<Output> addedSinks() {
        Set<Output> added = EnumSet.noneOf(Output.class);
        for (Output output : config.sinks().byOutput().keySet()) {
            if (metadata.operator(Operators.sink(output)).isEmpty()) {
                added.add(output);
            }
        }
        return added;
    }
}
