package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.offline.InvalidRequestException;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/** Checks before a job starts that the state that it is to go on from fits its job file. */
final class RestoredState {

    private static final Logger LOG = LoggerFactory.getLogger(RestoredState.class);

    private RestoredState() {}

    /**
     * Checks that the state has as many shards as the job file says.
     *
     * @param options where the state is, if there is any
     * @throws InvalidConfigException if it has another number
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
                                                + ", and its number never changes; use "
                                                + shards
                                                + ", or carry its records over: jobs/migrate.sh"
                                                + " --from "
                                                + path.get()
                                                + " --to FOLDER "
                                                + config.file());
                            }
                        });
    }

    /** Empty if it cannot be told; where the state cannot be read at all Flink says why. */
    private static Optional<Integer> shards(String path) {
        try {
            return Optional.of(SavedState.open(path).shards());
        } catch (InvalidRequestException e) {
            LOG.warn("cannot look into the state before it is restored: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
