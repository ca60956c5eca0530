package io.kindred.codec;

/** A job file or ontology is wrong; the message names the file, the path in it and the fix. */
public final class InvalidConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * One thing that is wrong.
     *
     * @param file the file as the user named it
     * @param path where in it, such as {@code sources[0].format}; empty for the whole file
     * @param problem what is wrong and what was expected
     */
    public InvalidConfigException(String file, String path, String problem) {
        super(file + ": " + (path.isEmpty() ? "" : path + ": ") + problem);
    }
}
