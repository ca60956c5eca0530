package io.kindred.offline.decide;

import io.kindred.codec.DecisionJson;
import io.kindred.model.Decision;
import io.kindred.offline.InvalidRequestException;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * Appends decisions to a file, a line each. A line is on disk when {@link #append} returns. If the
 * file does not end with a line end, as after a crash, the next decision begins a new line. The
 * file is locked while it is open, so that two people do not mix their lines.
 */
public final class DecisionFile implements DecisionSink {

    private final Path path;
    private final FileChannel channel;
    private boolean isLineOpen;

    private DecisionFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.isLineOpen = isLineOpen(channel);
    }

    /**
     * Opens a file, or creates it.
     *
     * @throws InvalidRequestException if it cannot be written, or somebody else is writing to it
     */
    public static DecisionFile open(Path path) {
        FileChannel channel;
        try {
            boolean isNew = !Files.exists(path);
            channel =
                    FileChannel.open(
                            path,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (isNew) {
                saveEntry(path);
            }
        } catch (IOException e) {
            throw new InvalidRequestException(path + ": cannot be written: " + reason(e));
        }
        try {
            lock(path, channel);
            return new DecisionFile(path, channel);
        } catch (IOException e) {
            close(channel);
            throw new InvalidRequestException(path + ": cannot be read: " + reason(e));
        } catch (InvalidRequestException e) {
            close(channel);
            throw e;
        }
    }

    private static void lock(Path path, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new InvalidRequestException(
                    path + ": somebody else is writing decisions to it; use another file");
        }
    }

    /** Makes the folder's entry of a new file durable, where the file system can. */
    private static void saveEntry(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        } catch (IOException e) {
            // Not every file system opens folders; then it takes care of them itself.
            return;
        }
    }

    private static boolean isLineOpen(FileChannel channel) throws IOException {
        long size = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        return size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "its folder does not exist";
        }
        return e instanceof AccessDeniedException
                ? "access denied"
                : String.valueOf(e.getMessage());
    }

    /**
     * The decisions that are in the file. It reads the whole file, and keeps nothing of it.
     *
     * @throws InvalidRequestException if it cannot be read
     */
    public KnownDecisions known() {
        try {
            channel.position(0);
            // Not closed: to close any stream of the file would release the lock.
            return KnownDecisions.read(new BufferedInputStream(Channels.newInputStream(channel)));
        } catch (IOException e) {
            throw new InvalidRequestException(path + ": cannot be read: " + reason(e));
        }
    }

    @Override
    public void append(Decision decision, String by, Instant at) throws IOException {
        byte[] line = DecisionJson.line(decision, by, at);
        ByteBuffer bytes = ByteBuffer.allocate(line.length + 2);
        if (isLineOpen) {
            bytes.put((byte) '\n');
        }
        bytes.put(line).put((byte) '\n').flip();
        long start = channel.size();
        try {
            long position = start;
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
            channel.force(false);
            isLineOpen = false;
        } catch (IOException e) {
            // So that no half line is left. If that fails too, the next line begins a new one.
            isLineOpen = true;
            channel.truncate(start);
            isLineOpen = isLineOpen(channel);
            throw e;
        }
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
