package io.kindred.flink.cluster;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FailureReasonTest {

    @Test
    void joinsTheMessagesOfTheCausesButNotThoseOfFlinksWrappers() {
        assertThat(
                        FailureReason.of(
                                """
                                org.apache.flink.runtime.JobException: Recovery is suppressed
                                \tat org.apache.flink.A.b(A.java:1)
                                Caused by: java.util.concurrent.CompletionException: x
                                \tat org.apache.flink.A.b(A.java:1)
                                Caused by: java.lang.IllegalStateException: cannot decode crm 7
                                \tat io.kindred.A.b(A.java:1)
                                \tSuppressed: java.lang.Exception: aside
                                \t\tat io.kindred.A.b(A.java:1)
                                \tCaused by: java.lang.Exception: aside
                                \t... 3 more
                                Caused by: java.io.IOException: Input is cut.
                                \tat java.base/A.b(A.java:1)
                                """))
                .isEqualTo("cannot decode crm 7: Input is cut");
    }

    @Test
    void saysNothingTwice() {
        assertThat(
                        FailureReason.of(
                                """
                                java.lang.RuntimeException: java.io.IOException: no space
                                \tat A.b(A.java:1)
                                Caused by: java.io.IOException: no space
                                \tat A.b(A.java:1)
                                """))
                .isEqualTo("no space");
    }

    @Test
    void namesTheClassOfErrorsAndOfWhatHasNoMessage() {
        assertThat(
                        FailureReason.of(
                                """
                                java.lang.OutOfMemoryError: Java heap space
                                \tat A.b(A.java:1)
                                Caused by: java.lang.NullPointerException
                                \tat A.b(A.java:1)
                                """))
                .isEqualTo(
                        "java.lang.OutOfMemoryError: Java heap space:"
                                + " java.lang.NullPointerException");
    }

    @Test
    void putsSeveralLinesOnOne() {
        assertThat(FailureReason.of("a.B: changed:\n  keys: was 5\n  types: was 6\n\tat A.b(A:1)"))
                .isEqualTo("changed: keys: was 5 types: was 6");
    }

    @Test
    void takesAWrapperIfThereIsNothingElse() {
        assertThat(
                        FailureReason.of(
                                "org.apache.flink.runtime.JobException: Recovery is suppressed"))
                .isEqualTo("org.apache.flink.runtime.JobException: Recovery is suppressed");
        assertThat(FailureReason.of("")).isEmpty();
    }
}
