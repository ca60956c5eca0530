package io.kindred.flink.connector;

import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Decompresses the pages of Parquet. Parquet's own codecs need Hadoop. */
final class ParquetCodecs implements CompressionCodecFactory {

    /** Decompresses a page to its known length. */
    @FunctionalInterface
    private interface Codec extends BytesInputDecompressor {

        byte[] decompress(byte[] page, int length) throws IOException;

        @Override
        default BytesInput decompress(BytesInput page, int length) throws IOException {
            return BytesInput.from(decompress(page.toByteArray(), length));
        }

        @Override
        default void decompress(ByteBuffer page, int size, ByteBuffer out, int length)
                throws IOException {
            byte[] bytes = new byte[size];
            page.get(bytes);
            out.put(decompress(bytes, length));
        }

        @Override
        default void release() {
            // Nothing is held.
        }
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        Codec codec =
                switch (name) {
                    case UNCOMPRESSED -> (page, length) -> page;
                    case SNAPPY -> (page, length) -> Snappy.uncompress(page);
                    case GZIP ->
                            (page, length) ->
                                    read(new GzipCompressorInputStream(in(page), true), length);
                    case ZSTD ->
                            (page, length) -> read(new ZstdCompressorInputStream(in(page)), length);
                    case LZ4_RAW ->
                            (page, length) ->
                                    read(new BlockLZ4CompressorInputStream(in(page)), length);
                    default ->
                            throw new IllegalArgumentException(
                                    "it is compressed by "
                                            + name
                                            + ", expected SNAPPY, GZIP, ZSTD, LZ4_RAW or none");
                };
        return codec;
    }

    private static InputStream in(byte[] page) {
        return new ByteArrayInputStream(page);
    }

    private static byte[] read(InputStream in, int length) throws IOException {
        try (in) {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException();
            }
            return bytes;
        }
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        throw new UnsupportedOperationException("files of Parquet are read only");
    }

    @Override
    public void release() {
        // Nothing is held.
    }
}
