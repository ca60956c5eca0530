package io.kindred.tools.generate;

/**
 * How the records are written.
 *
 * @param format the text format
 * @param gzip whether the files are compressed
 * @param shuffle whether people come in another order in every file, or by number in all
 */
public record FileLayout(Format format, boolean gzip, boolean shuffle) {

    /** A text format. */
    public enum Format {
        /** A JSON object a line, with descriptors and their intervals. */
        RECORD("jsonl"),
        /** A row a record, with the address and surname of one moment. */
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
