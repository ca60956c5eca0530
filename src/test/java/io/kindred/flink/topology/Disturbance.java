package io.kindred.flink.topology;

import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Input;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A step in a job's graph that lets it fail at random records and slows it down where there would
 * be no checkpoint otherwise. The job runs in this process, so that its tasks find the one
 * disturbance by name.
 */
final class Disturbance implements AutoCloseable {

    /** Records of a subtask after which it waits a little for a checkpoint. */
    private static final int RECORDS_PER_CHECKPOINT = 60;

    private static final long MAX_PAUSE_MS = 250;

    /** The first may be the one that the source waited for, the second may have begun by then. */
    private static final int CHECKPOINTS_AFTER_END = 3;

    private static final Map<String, Disturbance> BY_NAME = new ConcurrentHashMap<>();

    private final String name;
    private final Random random;
    private final AtomicInteger failuresLeft;
    private final AtomicInteger restores = new AtomicInteger();
    private final AtomicInteger untilFailure = new AtomicInteger();
    private final AtomicInteger untilPaused = new AtomicInteger(Integer.MAX_VALUE);
    private final CountDownLatch paused = new CountDownLatch(1);
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private volatile String firstToEnd = "";
    private volatile boolean isResumed;

    Disturbance(String name, long seed, int failures) {
        this.name = name;
        this.random = new Random(seed);
        this.failuresLeft = new AtomicInteger(failures);
        nextFailure();
        BY_NAME.put(name, this);
    }

    /** A job that goes on very slowly after so many records, until it is let go. */
    static Disturbance holding(String name, int records) {
        Disturbance disturbance = new Disturbance(name, 0, 0);
        disturbance.untilPaused.set(records);
        return disturbance;
    }

    /** One failure, after the source is used up and checkpoints go on without it. */
    static Disturbance afterEndOf(String name, String source) {
        Disturbance disturbance = new Disturbance(name, 1, 1);
        disturbance.firstToEnd = "disturb-" + Operators.decode(source);
        disturbance.untilPaused.set(1000);
        disturbance.untilFailure.set(5);
        return disturbance;
    }

    DataStream<Input> disturb(DataStream<Input> records) {
        String uid = "disturb-" + records.getTransformation().getUid();
        return records.transform(uid, FormatTypeInformation.INPUT, new Step(name, uid)).uid(uid);
    }

    /** Waits until the job is paused. */
    void awaitPaused() throws InterruptedException {
        if (!paused.await(1, TimeUnit.MINUTES)) {
            throw new AssertionError("the job was used up before a checkpoint was complete");
        }
    }

    void resume() {
        isResumed = true;
    }

    /** How often a subtask went on from a checkpoint. */
    int restores() {
        return restores.get();
    }

    int failuresLeft() {
        return failuresLeft.get();
    }

    @Override
    public void close() {
        BY_NAME.remove(name);
    }

    private boolean mayFail() {
        return firstToEnd.isEmpty() || ended.contains(firstToEnd);
    }

    private void nextFailure() {
        untilFailure.set(1 + random.nextInt(150));
    }

    private void take(String uid, int checkpoints) throws InterruptedException {
        if (!uid.equals(firstToEnd) && untilPaused.decrementAndGet() <= 0 && !isResumed) {
            if (checkpoints > 0) {
                paused.countDown();
            }
            // Not blocked, so that barriers pass.
            Thread.sleep(100);
        }
        // Most failures come after a checkpoint of the attempt, some at once.
        boolean checkpointed = checkpoints >= (firstToEnd.isEmpty() ? 1 : CHECKPOINTS_AFTER_END);
        if (failuresLeft.get() > 0
                && (checkpointed || (firstToEnd.isEmpty() && failuresLeft.get() % 4 == 0))
                && untilFailure.decrementAndGet() == 0) {
            nextFailure();
            failuresLeft.decrementAndGet();
            isResumed = true;
            throw new IllegalStateException("a failure that the test asks for");
        }
    }

    /**
     * Whether a subtask fails instead of ending, because failures are still to come: Flink drops
     * the state of a subtask that ended before a failure, its counts among it.
     */
    private boolean failsAtEnd() {
        if (!firstToEnd.isEmpty() || failuresLeft.get() == 0) {
            return false;
        }
        failuresLeft.decrementAndGet();
        return true;
    }

    private static final class Step extends AbstractStreamOperator<Input>
            implements OneInputStreamOperator<Input, Input>, BoundedOneInput {

        private static final long serialVersionUID = 1L;

        private final String name;
        private final String uid;
        private transient Disturbance disturbance;
        private transient int checkpoints;
        private transient int sinceCheckpoint;
        private transient boolean hasRecords;

        Step(String name, String uid) {
            this.name = name;
            this.uid = uid;
        }

        @Override
        public void initializeState(StateInitializationContext context) throws Exception {
            super.initializeState(context);
            disturbance = BY_NAME.get(name);
            if (context.isRestored()) {
                disturbance.restores.incrementAndGet();
            }
        }

        @Override
        public void processElement(StreamRecord<Input> record) throws Exception {
            hasRecords = true;
            sinceCheckpoint++;
            if (disturbance.failuresLeft() > 0 && sinceCheckpoint > RECORDS_PER_CHECKPOINT) {
                Thread.sleep(pause(sinceCheckpoint - RECORDS_PER_CHECKPOINT));
            }
            disturbance.take(uid, checkpoints);
            output.collect(record);
        }

        /** Longer and longer, so that no machine is too slow for a checkpoint. */
        private static long pause(int records) {
            return Math.min(MAX_PAUSE_MS, 5L << Math.min(6, records / 30));
        }

        @Override
        public void snapshotState(StateSnapshotContext context) throws Exception {
            super.snapshotState(context);
            sinceCheckpoint = 0;
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) throws Exception {
            super.notifyCheckpointComplete(checkpointId);
            if (disturbance.mayFail()) {
                checkpoints++;
            }
        }

        @Override
        public void endInput() {
            if (hasRecords && disturbance.failsAtEnd()) {
                throw new IllegalStateException("a failure at the end that the test asks for");
            }
        }

        @Override
        public void close() throws Exception {
            if (disturbance != null) {
                disturbance.ended.add(uid);
            }
            super.close();
        }
    }
}
