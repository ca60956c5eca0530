package io.kindred.flink.connector;

import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZUtils;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdUtils;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;

/**
 * The compression of a file, by the extension of its name.
 *
 * <p>Flink's own decompressors would lose data silently: they stop after the first of several
 * compressed streams in a file, as written by {@code pbzip2}. These read all streams, and fail if
 * anything else follows.
 */
enum Decompression {
    NONE("") {
        @Override
        InputStream open(InputStream in) {
            return in;
        }
    },
    GZIP("gz|gzip") {
        @Override
        InputStream open(InputStream in) throws IOException {
            return new GzipCompressorInputStream(in, true);
        }
    },
    BZIP2("bz2") {
        @Override
        InputStream open(InputStream in) throws IOException {
            return new BZip2CompressorInputStream(in, true);
        }
    },
    XZ("xz") {
        @Override
        InputStream open(InputStream in) throws IOException {
            if (!XZUtils.isXZCompressionAvailable()) {
                throw new IOException("reading .xz needs the library org.tukaani:xz");
            }
            return new XZCompressorInputStream(in, true);
        }
    },
    ZSTANDARD("zst") {
        @Override
        InputStream open(InputStream in) throws IOException {
            if (!ZstdUtils.isZstdCompressionAvailable()) {
                throw new IOException("reading .zst needs the library com.github.luben:zstd-jni");
            }
            return new ZstdCompressorInputStream(in);
        }
    },
    DEFLATE("deflate") {
        @Override
        InputStream open(InputStream in) {
            return new WholeInflaterInputStream(in);
        }
    };

    private final Pattern fileNames;

    Decompression(String extensions) {
        this.fileNames = Pattern.compile(".+\\.(" + extensions + ")", Pattern.CASE_INSENSITIVE);
    }

    static Decompression of(String fileName) {
        for (Decompression decompression : values()) {
            if (decompression != NONE && decompression.fileNames.matcher(fileName).matches()) {
                return decompression;
            }
        }
        return NONE;
    }

    abstract InputStream open(InputStream in) throws IOException;

    /** An inflater stream that fails if data follows the end of the compressed stream. */
    private static final class WholeInflaterInputStream extends InflaterInputStream {

        WholeInflaterInputStream(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count < 0 && (inf.getRemaining() > 0 || in.read() >= 0)) {
                throw new IOException("data follows the end of the compressed stream");
            }
            return count;
        }

        /** Frees the inflater; the superclass frees it only if it created it itself. */
        @Override
        public void close() throws IOException {
            inf.end();
            super.close();
        }
    }
}
