package io.kindred.tools.generate;

/**
 * The format and the order of the record files.
 *
 * @param format the text format
 * @param gzip whether the files are compressed
 * @param shuffle whether each file has people in an order of its own; otherwise all files are
 *     ordered by number
 */
public record FileLayout(Format format, boolean gzip, boolean shuffle) {

    /** The format of generated files. */
    public enum Format {
        /** One JSON object per line, with descriptors and their intervals. */
        RECORD("jsonl"),
        /** One row per record, with the address and surname at one time. */
        CSV("csv");

        private final String extension;

        Format(String extension) {
            this.extension = extension;
        }
    }

    /** The name of a source's file. */
    String fileName(String source) {
        return source + "." + format.extension + (gzip ? ".gz" : "");
    }
}
