package io.kindred.offline;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Assembles an export from the rows of the shards. Links, which must come after all nodes, are
 * buffered in a file rather than in memory.
 */
public final class ExportFile implements Consumer<byte[]>, AutoCloseable {

    static final byte FIRST = 0;
    static final byte LATER = 1;

    private final ExportFormat format;
    private final OutputStream out;
    private final Path laterFile;
    private final OutputStream later;

    /**
     * Writes the header of an export.
     *
     * @param out written to, but not closed
     * @param folder the folder of the buffer file
     */
    public ExportFile(ExportFormat format, OutputStream out, Path folder) throws IOException {
        this.format = format;
        this.out = out;
        this.laterFile = Files.createTempFile(folder, "export", ".part");
        this.later = new BufferedOutputStream(Files.newOutputStream(laterFile), 1 << 16);
        out.write(format.header().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void accept(byte[] row) {
        try {
            (row[0] == FIRST ? out : later).write(row, 1, row.length - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the buffered rows and the footer; must be called after all rows. */
    public void end() throws IOException {
        later.close();
        Files.copy(laterFile, out);
        out.write(format.footer().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        later.close();
        Files.delete(laterFile);
    }
}
