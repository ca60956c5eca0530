package io.kindred.cli;

import org.apache.flink.util.SerializedThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The failure of a run that reads a saved state. */
final class StateFailure {

    /** What occurs in a failure if state cannot be restored or read. */
    private static final List<String> OF_STATE =
            List.of(
                    "RocksDBException",
                    "found in RocksDB",
                    "BackendBuildingException",
                    "StateAccessException",
                    "CorruptStateException",
                    "StateMigrationException",
                    "Could not restore");

    /** What has other reasons, although it occurs while state is restored. */
    private static final List<String> OF_MACHINE =
            List.of("No space left on device", "Too many open files");

    /** A damaged length asks for any amount of heap. */
    private static final List<String> OF_HEAP = List.of("OutOfMemoryError");

    /** Those whose message says what is wrong. */
    private static final List<String> TELLING =
            List.of("RocksDBException", "CorruptStateException", "StateAccessException");

    private final List<Throwable> causes = new ArrayList<>();

    /** Takes the failure apart, also what Flink passes on as bytes. */
    StateFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SerializedThrowable bytes) {
                cause = bytes.deserializeError(StateFailure.class.getClassLoader());
            }
            causes.add(cause);
        }
    }

    /** The first cause of a type. */
    <T extends Throwable> Optional<T> find(Class<T> type) {
        return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** Whether the run failed because the state is damaged. */
    boolean isDamage() {
        return contains(OF_STATE) && !contains(OF_MACHINE);
    }

    /**
     * What is wrong with the state, in one line. Messages of other exceptions are of no use:
     * damaged bytes may cause any of them.
     *
     * @param path of the state
     */
    String text(String path) {
        String detail = "";
        for (Throwable cause : causes) {
            String message = cause.getMessage();
            if (message != null
                    && TELLING.stream().anyMatch(each -> cause.toString().contains(each))) {
                detail = ": " + message.lines().findFirst().orElse("");
            }
        }
        return path
                + ": the state cannot be read, one of its files is damaged"
                + detail
                + (contains(OF_HEAP)
                        ? "; or the heap is too small, try more with KINDRED_HEAP, such as"
                                + " KINDRED_HEAP=4g"
                        : "");
    }

    private boolean contains(List<String> texts) {
        return causes.stream()
                .map(Throwable::toString)
                .anyMatch(text -> texts.stream().anyMatch(text::contains));
    }
}
