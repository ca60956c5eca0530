package io.kindred.tools.follow;

import io.kindred.tools.serve.ServedJob;
import io.kindred.tools.store.FailedWrites;
import io.kindred.tools.store.OutputStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import static io.kindred.tools.serve.ServedJob.record;
import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of following when the store cannot be written. */
class FollowerTest {

    private static final Duration PAUSE = Duration.ofMillis(10);

    @TempDir private Path folder;
    private ServedJob job;
    private OutputStore store;

    @BeforeEach
    void write() throws Exception {
        job = new ServedJob(folder.resolve("job"), "changelog");
        job.take(record("crm", "1", "email", "ann@x.org"));
        job.take(record("crm", "2", "email", "bob@x.org"));
        store =
                OutputStore.open(
                        folder.resolve("store"),
                        job.config().ontologyDocument(),
                        job.config().timeline(),
                        Follower.outputs(job.config()),
                        8 << 20);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void goesOnWhereTheStoreIsOnceThereIsRoomAgain() {
        AtomicBoolean isFull = new AtomicBoolean(true);
        try (Follower follower =
                new Follower(
                        job.config(),
                        store,
                        (rows, positions) -> {
                            if (isFull.get()) {
                                throw FailedWrites.noSpace();
                            }
                            store.apply(rows, positions);
                        })) {
            CompletableFuture<Boolean> following =
                    CompletableFuture.supplyAsync(() -> follower.follow(PAUSE));
            Awaitility.await().forever().until(() -> follower.freshness().problem().isPresent());
            assertThat(follower.freshness().problem()).contains("there is no room for the store");
            isFull.set(false);
            Awaitility.await().forever().until(() -> follower.freshness().asOf().isPresent());
            assertThat(follower.freshness().problem()).isEmpty();
            assertThat(store.counts()).containsEntry("entities", 2L);
            follower.stop();
            assertThat(following.join()).as("stopped").isTrue();
        }
    }

    @Test
    void endsIfTheStoreFailsInAnotherWay() {
        try (Follower follower =
                new Follower(
                        job.config(),
                        store,
                        (rows, positions) -> {
                            throw FailedWrites.other();
                        })) {
            assertThat(follower.follow(PAUSE)).as("stopped").isFalse();
            assertThat(follower.freshness().problem())
                    .hasValueSatisfying(why -> assertThat(why).startsWith("following has ended"));
        }
    }
}
