package io.kindred.cli;

import org.junit.jupiter.api.Test;

import java.util.concurrent.ExecutionException;

import static org.assertj.core.api.Assertions.assertThat;

class JobFailedExceptionTest {

    private static String message(Throwable cause) {
        return new JobFailedException("people", new ExecutionException(cause)).getMessage();
    }

    @Test
    void tellsTheMessagesOfTheCauses() {
        assertThat(message(new IllegalStateException("over", new IllegalStateException("under"))))
                .isEqualTo("job 'people' failed: over: under");
    }

    @Test
    void namesWhatHasNoMessage() {
        assertThat(message(new IllegalStateException("over", new NullPointerException())))
                .isEqualTo("job 'people' failed: over: java.lang.NullPointerException");
    }

    @Test
    void namesErrors() {
        assertThat(message(new NoClassDefFoundError("org/tukaani/xz/XZ")))
                .isEqualTo(
                        "job 'people' failed: java.lang.NoClassDefFoundError: org/tukaani/xz/XZ");
    }

    @Test
    void saysHowToGiveMoreHeap() {
        assertThat(message(new RuntimeException(new OutOfMemoryError("Java heap space"))))
                .isEqualTo(
                        "job 'people' failed: java.lang.OutOfMemoryError: Java heap space; give it"
                                + " more heap with KINDRED_HEAP, such as KINDRED_HEAP=4g");
    }
}
