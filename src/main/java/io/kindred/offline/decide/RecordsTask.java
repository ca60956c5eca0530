package io.kindred.offline.decide;

import io.kindred.model.RecordIdentity;
import io.kindred.offline.OfflineShard;
import io.kindred.offline.ShardTask;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Looks up records in every shard, for {@link OpenConflicts}.
 *
 * @param joined the joined identities of the records
 */
public record RecordsTask(List<String> joined) implements ShardTask {

    public RecordsTask {
        joined = List.copyOf(joined);
    }

    /** A task for these records. */
    public static RecordsTask of(Collection<RecordIdentity> records) {
        return new RecordsTask(records.stream().map(RecordIdentity::joined).toList());
    }

    @Override
    public void run(OfflineShard shard, Consumer<byte[]> rows) {
        shard.declaration()
                .map(shard::results)
                .ifPresent(
                        results ->
                                joined.stream()
                                        .map(RecordIdentity::ofJoined)
                                        .flatMap(record -> results.record(record).stream())
                                        .map(ConflictRows::record)
                                        .forEach(rows));
    }
}
