package io.kindred.flink.operator;

import io.kindred.codec.OntologyDocument;
import io.kindred.flink.config.BatchConfig;
import io.kindred.flink.state.MapStateShardTables;
import io.kindred.model.OwnedStatement;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.ShardEngine;
import io.kindred.storage.ShardTables;
import io.kindred.temporal.Timeline;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Resolves the records of the shards that live in this subtask.
 *
 * <p>Records are gathered in batches, so that a component touched many times in one is resolved and
 * stated once. A batch ends when it is full, when its time is up, before a barrier (so that a
 * checkpoint holds all that was taken), before a watermark (so that whoever waits for the end of
 * the input has all statements), and at the end of the input.
 *
 * <p>An operator rather than a function because only an operator can set the key and so flush all
 * its shards before a barrier. Keyed by shard; state: the tables of {@link ShardTables}.
 */
public final class ShardOperator extends AbstractStreamOperator<OwnedStatement>
        implements OneInputStreamOperator<SourceRecord, OwnedStatement>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private final ShardKeys shardKeys;
    private final OntologyDocument ontologyDocument;
    private final Timeline timeline;
    private final BatchConfig batch;

    private transient Ontology ontology;
    private transient ShardTables tables;
    private transient SortedMap<Integer, ShardEngine> engines;
    private transient ShardCounts counts;
    private transient int gathered;
    private transient boolean timerIsSet;

    /** With the declarations that the shards are resolved by, and how much they gather. */
    public ShardOperator(
            ShardKeys shardKeys,
            OntologyDocument ontologyDocument,
            Timeline timeline,
            BatchConfig batch) {
        this.shardKeys = shardKeys;
        this.ontologyDocument = ontologyDocument;
        this.timeline = timeline;
        this.batch = batch;
    }

    @Override
    public void open() throws Exception {
        super.open();
        ontology = ontologyDocument.ontology();
        tables = new MapStateShardTables(getKeyedStateBackend());
        engines = new TreeMap<>();
        counts = new ShardCounts(getRuntimeContext(), engines.values());
        for (int shard :
                ((AbstractKeyedStateBackend<?>) getKeyedStateBackend()).getKeyGroupRange()) {
            setCurrentKey(shardKeys.key(shard));
            ShardEngine engine = new ShardEngine(ontology, timeline, tables);
            engine.tieTo(timeline + " " + ontologyDocument.json());
            engines.put(shard, engine);
        }
        counts.update();
    }

    @Override
    public void processElement(StreamRecord<SourceRecord> element) {
        int shard = shardKeys.shard((Integer) getCurrentKey());
        engines.get(shard).accept(element.getValue());
        gathered++;
        if (gathered >= batch.records()) {
            flush();
        } else if (!timerIsSet) {
            timerIsSet = true;
            getProcessingTimeService()
                    .registerTimer(
                            getProcessingTimeService().getCurrentProcessingTime()
                                    + batch.interval().toMillis(),
                            time -> {
                                timerIsSet = false;
                                flush();
                            });
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        flush();
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        flush();
        super.prepareSnapshotPreBarrier(checkpointId);
    }

    @Override
    public void endInput() {
        flush();
    }

    private void flush() {
        if (gathered == 0) {
            return;
        }
        Object key = getCurrentKey();
        engines.forEach(
                (shard, engine) -> {
                    setCurrentKey(shardKeys.key(shard));
                    engine.flush(
                            statement ->
                                    output.collect(
                                            new StreamRecord<>(
                                                    new OwnedStatement(shard, statement))));
                });
        setCurrentKey(key);
        gathered = 0;
        counts.update();
    }
}
