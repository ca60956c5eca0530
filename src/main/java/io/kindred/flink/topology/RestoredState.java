package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.offline.InvalidRequestException;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/** Checks before a job starts that the state to restore fits its job file. */
final class RestoredState {

    private static final Logger LOG = LoggerFactory.getLogger(RestoredState.class);

    private RestoredState() {}

    /**
     * Checks that the state has the job file's number of shards.
     *
     * @param options the options that may name a state to restore
     * @throws InvalidConfigException if the state has another number of shards
     */
    static void check(ReadableConfig options, JobConfig config) {
        Optional<String> path = options.getOptional(StateRecoveryOptions.SAVEPOINT_PATH);
        path.flatMap(RestoredState::shards)
                .ifPresent(
                        shards -> {
                            if (shards != config.shards()) {
                                throw new InvalidConfigException(
                                        config.file(),
                                        "shards",
                                        "the state in "
                                                + path.get()
                                                + " has "
                                                + shards
                                                + (shards == 1 ? " shard" : " shards")
                                                + ", a number that cannot change; use "
                                                + shards
                                                + ", or migrate its records: jobs/migrate.sh"
                                                + " --from "
                                                + path.get()
                                                + " --to FOLDER "
                                                + config.file());
                            }
                        });
    }

    /** Empty if the state cannot be read; Flink then fails with the reason. */
    private static Optional<Integer> shards(String path) {
        try {
            return Optional.of(SavedState.open(path).shards());
        } catch (InvalidRequestException e) {
            LOG.warn("cannot check the state before it is restored: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
