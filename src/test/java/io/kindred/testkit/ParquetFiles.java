package io.kindred.testkit;

import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.GroupWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Writes files of Parquet. */
public final class ParquetFiles {

    private ParquetFiles() {}

    /**
     * Writes a file that is not compressed.
     *
     * @param rowGroupBytes after about so many bytes a row group ends
     */
    public static void write(
            Path file, MessageType schema, long rowGroupBytes, Iterable<? extends Group> rows)
            throws IOException {
        try (ParquetWriter<Group> writer =
                new Builder(new LocalOutputFile(file), schema)
                        .withConf(new PlainParquetConfiguration())
                        .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                        .withRowGroupSize(rowGroupBytes)
                        .withMinRowCountForPageSizeCheck(1)
                        .build()) {
            for (Group each : rows) {
                writer.write(each);
            }
        }
    }

    private static final class Builder extends ParquetWriter.Builder<Group, Builder> {

        private final MessageType schema;

        Builder(OutputFile file, MessageType schema) {
            super(file);
            this.schema = schema;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<Group> getWriteSupport(Configuration hadoop) {
            throw new UnsupportedOperationException("there is no Hadoop");
        }

        @Override
        protected WriteSupport<Group> getWriteSupport(ParquetConfiguration configuration) {
            return new Groups(schema);
        }
    }

    private static final class Groups extends WriteSupport<Group> {

        private final MessageType schema;
        private GroupWriter writer;

        Groups(MessageType schema) {
            this.schema = schema;
        }

        @Override
        public WriteContext init(Configuration hadoop) {
            throw new UnsupportedOperationException("there is no Hadoop");
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            writer = new GroupWriter(consumer, schema);
        }

        @Override
        public void write(Group row) {
            writer.write(row);
        }
    }
}
