package io.kindred.flink.operator;

import io.kindred.codec.RecordWriter;
import io.kindred.flink.connector.RawInput;
import io.kindred.flink.internal.KeyedStates;
import io.kindred.flink.internal.RestoredKeys;
import io.kindred.flink.internal.RestoringSource;
import io.kindred.model.SourceRecord;
import io.kindred.offline.CarriedRecords;
import io.kindred.storage.ByteCell;
import io.kindred.storage.ShardTables;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Reads the registered version of each identity from a saved state with a cursor, as lines of the
 * record format. It keeps no state: after a failure it reads everything again. That changes
 * nothing, because these are {@linkplain SourceRecord#isCarried() carried} records.
 */
public final class SavedRecordsFunction implements RestoringSource.Reader<RawInput> {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final boolean isOnlyShard;

    private volatile boolean isRunning = true;
    private transient volatile @Nullable RestoredKeys restored;

    /**
     * Creates a reader.
     *
     * @param path the path of the state, for errors
     * @param isOnlyShard whether to read the state of the only shard rather than that of the
     *     registry
     */
    public SavedRecordsFunction(String path, boolean isOnlyShard) {
        this.path = path;
        this.isOnlyShard = isOnlyShard;
    }

    @Override
    public void open(RestoredKeys keys) {
        restored = keys;
    }

    @Override
    public void run(SourceContext<RawInput> out) throws Exception {
        RestoredKeys keys = Objects.requireNonNull(restored);
        if (!isRunning) {
            return;
        }
        try {
            if (isOnlyShard) {
                keys.use(IntSerializer.INSTANCE, shard -> readShard(shard, out));
            } else {
                keys.use(StringSerializer.INSTANCE, registry -> readRegistry(registry, out));
            }
        } catch (IOException e) {
            // Cancelling during the restore closes it: not a failure.
            if (isRunning) {
                throw e;
            }
        }
    }

    private void readShard(KeyedStates<Integer> shard, SourceContext<RawInput> out)
            throws Exception {
        ShardTables tables = shard.shardTables();
        shard.setKey(new ShardKeys(1).key(0));
        Iterator<SourceRecord> records = CarriedRecords.ofOnlyShard(tables);
        while (isRunning && records.hasNext()) {
            out.collect(input(records.next()));
        }
    }

    private void readRegistry(KeyedStates<String> registry, SourceContext<RawInput> out)
            throws Exception {
        ByteCell registration = registry.cell(RegistryStore.REGISTRATION);
        try (Stream<String> keys = registry.keys(RegistryStore.REGISTRATION)) {
            Iterator<String> each = keys.iterator();
            while (isRunning && each.hasNext()) {
                String key = each.next();
                registry.setKey(key);
                byte[] known = Objects.requireNonNull(registration.get(), key);
                out.collect(input(CarriedRecords.ofRegistry(key, known)));
            }
        }
    }

    private RawInput input(SourceRecord record) {
        byte[] line = RecordWriter.line(record);
        return new RawInput(path, "record " + record.identity(), line, line.length, "");
    }

    @Override
    public void cancel() {
        isRunning = false;
        RestoredKeys keys = restored;
        if (keys != null) {
            keys.close();
        }
    }
}
