package io.kindred.model;

/**
 * Follows the last record that a subtask has read of a source that ends. A stop of the job before
 * that is no such end.
 *
 * @param key the key that it is sent by; empty before it is sent to all key groups
 * @param source the name of the source
 * @param subtask the number of the subtask, from 0
 * @param subtasks how many there are
 * @param rejected how many inputs of the subtask are dead letters
 */
public record SourceEnd(String key, String source, int subtask, int subtasks, long rejected)
        implements Input {

    /** The end that a subtask comes to, not yet sent to anyone. */
    public SourceEnd(String source, int subtask, int subtasks, long rejected) {
        this("", source, subtask, subtasks, rejected);
    }

    /** The same, sent by a key. */
    public SourceEnd to(String receiver) {
        return new SourceEnd(receiver, source, subtask, subtasks, rejected);
    }
}
