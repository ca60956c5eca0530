package io.kindred.storage.keyed;

import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

/**
 * How often something was counted, with an example.
 *
 * <p>Format, version 1: version byte; the name; the count, unsigned; the example.
 *
 * @param name what is counted
 * @param example one occurrence of it; empty if there is nothing to tell
 */
public record CountedExample(String name, long count, String example) {

    public static final BinaryFormat<CountedExample> FORMAT = new Format();

    private static final class Format implements BinaryFormat<CountedExample> {
        private static final int VERSION = 1;

        @Override
        public byte[] write(CountedExample counted) {
            return new ByteWriter()
                    .raw(VERSION)
                    .string(counted.name())
                    .unsigned(counted.count())
                    .string(counted.example())
                    .toBytes();
        }

        @Override
        public CountedExample read(byte[] bytes) {
            ByteReader reader = new ByteReader("counted example", bytes);
            reader.version(VERSION);
            CountedExample counted =
                    new CountedExample(reader.string(), reader.unsigned(), reader.string());
            reader.end();
            return counted;
        }
    }
}
