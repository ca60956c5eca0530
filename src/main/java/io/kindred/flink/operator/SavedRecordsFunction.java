package io.kindred.flink.operator;

import io.kindred.codec.RecordWriter;
import io.kindred.flink.connector.RawInput;
import io.kindred.flink.internal.GroupKeys;
import io.kindred.flink.internal.KeyedStates;
import io.kindred.flink.internal.NoRestart;
import io.kindred.flink.internal.RestoredKeys;
import io.kindred.flink.internal.RestoringSource;
import io.kindred.model.Input;
import io.kindred.model.SourceRecord;
import io.kindred.offline.CarriedRecords;
import io.kindred.storage.ByteCell;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermTable;
import io.kindred.storage.keyed.KeyGroup;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what a saved state knows of each identity with cursors: the registered version as a line of
 * the record format; decisions, and what is left of erased records, as {@link SavedInputDecoder}
 * reads them. It keeps no state: after a failure it reads everything again. That changes nothing,
 * because these are {@linkplain SourceRecord#isCarried() carried} records, and of decisions and
 * erasures the more recent hold.
 */
public final class SavedRecordsFunction implements RestoringSource.Reader<RawInput> {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final int keyGroups;
    private final boolean isSameKey;

    private volatile boolean isRunning = true;
    private transient volatile @Nullable RestoredKeys restored;

    /**
     * Creates a reader.
     *
     * @param path the path of the state, for errors
     * @param keyGroups of the operator that is read: 1 of the only shard, more of the registry
     * @param isSameKey whether that job makes its digests with the key of the state
     */
    public SavedRecordsFunction(String path, int keyGroups, boolean isSameKey) {
        this.path = path;
        this.keyGroups = keyGroups;
        this.isSameKey = isSameKey;
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
            if (keyGroups == 1) {
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
        GroupKeys keys = new GroupKeys(KeyGroup.COUNT);
        send(CarriedRecords.ofOnlyShard(tables), out);
        send(CarriedRecords.erasedOfOnlyShard(tables, keys::ofGroup), out);
    }

    private RuntimeException refused(String reason) {
        return NoRestart.because(new IllegalStateException(path + ": " + reason));
    }

    private void send(Iterator<? extends Input> inputs, SourceContext<RawInput> out) {
        while (isRunning && inputs.hasNext()) {
            out.collect(input(inputs.next()));
        }
    }

    private void readRegistry(KeyedStates<String> registry, SourceContext<RawInput> out)
            throws Exception {
        readRegistrations(RegistryStore.REGISTRATION, registry, out);
        if (registry.needs(RegistryStore.GONE, Optional.empty())) {
            readRegistrations(RegistryStore.GONE, registry, out);
        }
        readErased(RegistryStore.ERASED, registry, out);
        if (registry.needs(RegistryStore.ERASED_GONE, Optional.empty())) {
            readErased(RegistryStore.ERASED_GONE, registry, out);
        }
    }

    private void readRegistrations(
            String name, KeyedStates<String> registry, SourceContext<RawInput> out)
            throws Exception {
        ByteCell registration = registry.cell(name);
        try (Stream<String> keys = registry.keys(name)) {
            Iterator<String> each = keys.iterator();
            while (isRunning && each.hasNext()) {
                String key = each.next();
                registry.setKey(key);
                byte[] known = Objects.requireNonNull(registration.get(), key);
                send(CarriedRecords.ofRegistry(key, known).iterator(), out);
            }
        }
    }

    private void readErased(String name, KeyedStates<String> registry, SourceContext<RawInput> out)
            throws Exception {
        ByteTable erased = registry.table(name);
        GroupKeys keys = new GroupKeys(keyGroups);
        for (int group : registry.keyGroups().toArray()) {
            String key = keys.ofGroup(group);
            registry.setKey(key);
            Iterator<TermTable.Entry> each = erased.scan();
            while (isRunning && each.hasNext()) {
                TermTable.Entry entry = each.next();
                out.collect(input(CarriedRecords.ofErased(key, entry.key(), entry.value())));
            }
        }
    }

    private RawInput input(Input input) {
        if (!(input instanceof SourceRecord record)) {
            if (!isSameKey) {
                throw refused(
                        "it has decisions or erased records, which are known by digests of another"
                                + " key than that of the job; migrate it alone, to a job without a"
                                + " state");
            }
            return SavedInputDecoder.memory(path, "what is remembered", input);
        }
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
