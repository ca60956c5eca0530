package io.kindred.cli;

import io.kindred.offline.InvalidRequestException;
import io.kindred.storage.CorruptStateException;
import org.apache.flink.runtime.state.BackendBuildingException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

class StateFailureTest {

    private static final String DAMAGED =
            "savepoint-1: the state cannot be read, one of its files is damaged";

    @Test
    void findsWhatFlinkPassesOnAsBytes() {
        Exception invalid =
                new Exception(
                        new SerializedThrowable(
                                new Exception(new InvalidRequestException("no such entity"))));

        assertThat(new StateFailure(invalid).find(InvalidRequestException.class))
                .get()
                .extracting(Throwable::getMessage)
                .isEqualTo("no such entity");
        assertThat(new StateFailure(invalid).isDamage()).isFalse();
    }

    @Test
    void saysWhatIsWrongWithAnEntry() {
        StateFailure failure =
                new StateFailure(
                        new IllegalStateException(
                                new SerializedThrowable(
                                        new CorruptStateException("record 7", "ends early"))));

        assertThat(failure.isDamage()).isTrue();
        assertThat(failure.text("savepoint-1")).isEqualTo(DAMAGED + ": record 7: ends early");
    }

    /** Damaged bytes cause any exception, with a message that says nothing or none. */
    @Test
    void leavesOutMessagesThatSayNothing() {
        for (Exception cause :
                new Exception[] {
                    new EOFException(),
                    new NullPointerException(),
                    new ClassCastException("class A cannot be cast to class B")
                }) {
            StateFailure failure =
                    new StateFailure(
                            new Exception(
                                    new BackendBuildingException("unexpected exception", cause)));
            assertThat(failure.isDamage()).isTrue();
            assertThat(failure.text("savepoint-1")).isEqualTo(DAMAGED);
        }
    }

    @Test
    void aDamagedLengthMayAskForTooMuchHeap() {
        StateFailure failure =
                new StateFailure(
                        new Exception(
                                "Could not restore", new OutOfMemoryError("Java heap space")));
        assertThat(failure.isDamage()).isTrue();
        assertThat(failure.text("savepoint-1"))
                .isEqualTo(
                        DAMAGED
                                + "; or the heap is too small, try more with KINDRED_HEAP, such as"
                                + " KINDRED_HEAP=4g");
        assertThat(new StateFailure(new OutOfMemoryError("Java heap space")).isDamage()).isFalse();
    }

    @Test
    void doesNotTakeAFullDiskForDamage() {
        assertThat(
                        new StateFailure(
                                        new BackendBuildingException(
                                                "cannot restore",
                                                new IOException("No space left on device")))
                                .isDamage())
                .isFalse();
        assertThat(new StateFailure(new IOException("anything")).isDamage()).isFalse();
    }
}
