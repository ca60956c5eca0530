package io.kindred.codec;

/** An error in a job file or ontology. The message names file, path, problem and expectation. */
public final class InvalidConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param file the file as the user named it
     * @param path in the file, such as {@code sources[0].format}; empty for the whole file
     * @param problem what is wrong and what was expected
     */
    public InvalidConfigException(String file, String path, String problem) {
        super(file + ": " + (path.isEmpty() ? "" : path + ": ") + problem);
    }
}
