package io.kindred.resolve.publish;

import io.kindred.model.Update;
import io.kindred.storage.ByteCell;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;
import io.kindred.testkit.SampleUpdates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OnlyShardRowTest {

    private final List<String> rows = new ArrayList<>();
    private final Kept kept = new Kept();

    @Test
    void inChangelogModeEveryChangeIsARow() {
        Publisher publisher = publisher(false);
        say(publisher, assigned("E1"), assigned("E1"), assigned("E2"));
        assertThat(publisher.shown()).contains(new ShownRow(2, digest("E2")));
        say(publisher, SampleUpdates.unassigned(), SampleUpdates.unassigned());
        assertThat(publisher.shown()).isEmpty();
        say(publisher, assigned("E2"));
        assertThat(rows)
                .containsExactly(
                        assigned("E1") + " 1",
                        assigned("E2") + " 2",
                        SampleUpdates.unassigned() + " 3",
                        assigned("E2") + " 4");
    }

    @Test
    void inChangelogModeNothingIsKeptForTheEnd() {
        Publisher publisher = publisher(false);
        say(publisher, assigned("E1"));
        assertThat(publisher.last()).isEmpty();
    }

    @Test
    void inFinalModeTheLastRowIsEmittedOnceAtTheEnd() {
        Publisher publisher = publisher(true);
        say(publisher, assigned("E1"), SampleUpdates.unassigned(), assigned("E2"));
        assertThat(publisher.shown()).isEmpty();
        assertThat(rows).isEmpty();
        assertThat(publisher.last()).contains(assigned("E2"));
        assertThat(publisher.last()).isEmpty();
        say(publisher, assigned("E2"));
        assertThat(publisher.last()).as("what was emitted is said again").isEmpty();
    }

    @Test
    void inFinalModeARetractedKeyHasNoRow() {
        Publisher publisher = publisher(true);
        say(publisher, assigned("E1"), SampleUpdates.unassigned());
        assertThat(publisher.last()).isEmpty();
    }

    @Test
    void retractingAnUnknownKeyStoresNothing() {
        say(publisher(false), SampleUpdates.unassigned());
        assertThat(kept.bytes).isNull();
        assertThat(rows).isEmpty();
    }

    @Test
    void rejectsMoves() {
        RecordMove move = new RecordMove(SampleUpdates.C1, "E1", Optional.empty());
        assertThatThrownBy(() -> publisher(false).accept(move, 0))
                .hasMessageContaining("unexpected move");
    }

    private Publisher publisher(boolean onlyLast) {
        return new OnlyShardRow(kept, GoneRevisions.NONE, onlyLast, new Rows());
    }

    private static void say(Publisher publisher, Update... updates) {
        for (Update update : updates) {
            publisher.accept(OwnedUpdate.of(0, update), 0);
        }
    }

    private static Update assigned(String entity) {
        return new Update.Assigned(SampleUpdates.E2, entity);
    }

    private static ByteKey digest(String entity) {
        return EncodedUpdate.of(assigned(entity)).shown().orElseThrow();
    }

    private static final class Kept implements ByteCell {
        private byte @Nullable [] bytes;

        @Override
        public byte @Nullable [] get() {
            return bytes;
        }

        @Override
        public void put(byte[] value) {
            bytes = value;
        }

        @Override
        public void clear() {
            bytes = null;
        }
    }

    private final class Rows implements Publisher.Listener {
        @Override
        public void row(Update update, long revision) {
            rows.add(update + " " + revision);
        }

        @Override
        public void move(RecordMove move) {
            throw new AssertionError(move);
        }

        @Override
        public void schedule(long millis) {
            throw new AssertionError("nothing is scheduled");
        }

        @Override
        public void waiting(int more) {
            throw new AssertionError("nothing waits");
        }

        @Override
        public void handedOver() {
            throw new AssertionError("nothing is handed over");
        }
    }
}
