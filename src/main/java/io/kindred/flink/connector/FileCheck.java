package io.kindred.flink.connector;

import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;

/**
 * Checks that a file is still what was listed, or read in part. A position in it would mean nothing
 * in another file.
 *
 * <ul>
 *   <li>Of a file that has not been begun, size and modification time are compared. It may have
 *       grown, if its key is the same where known.
 *   <li>Of a file that has been begun, the key is compared, too. If anything differs, the bytes
 *       that had been read must be the same, by their checksum, and the file not shorter.
 * </ul>
 */
final class FileCheck {

    private static final Logger LOG = LoggerFactory.getLogger(FileCheck.class);

    private FileCheck() {}

    /** A file as it is now, and a position in it with a checksum. */
    record Checked(InputFile file, ReadPosition position) {}

    /**
     * Checks a file before it is read from a position.
     *
     * @param recorded the file as it was
     * @param prefixes reads what the position has a checksum of
     * @throws IOException if it is gone or changed; the message says what to do
     */
    static Checked beforeReading(
            InputFile recorded, ReadPosition position, ReadPrefix.Reader prefixes)
            throws IOException {
        InputFile now = now(recorded);
        if (!position.isBegun()) {
            checkUnread(recorded, now);
            return new Checked(now, position);
        }
        if (now.size() < recorded.size()) {
            throw changed(recorded, now, position);
        }
        boolean isChecked = position.checked() != ReadPosition.UNCHECKED;
        if (now.looksLike(recorded) && isChecked) {
            return new Checked(now, position);
        }
        ReadPrefix read =
                prefixes.read(now.path(), isChecked ? position.checked() : position.offset());
        if (isChecked && read.checksum() != position.checksum()) {
            throw changed(recorded, now, position);
        }
        boolean hasMore = now.size() > recorded.size();
        if (hasMore
                && read.length() == position.offset()
                && !prefixes.endsInput(now.path(), read.length())) {
            throw new IOException(
                    now.path()
                            + " has changed: its last line had no line end when it was read, and"
                            + " has been continued; put the file back as it was, or begin anew"
                            + " without the state");
        }
        if (!now.looksLike(recorded)) {
            LOG.warn(
                    "{} is not as it was, but what has been read of it is: it was {} and is {}",
                    now.path(),
                    recorded.describe(),
                    now.describe());
        }
        return new Checked(
                now,
                new ReadPosition(
                        position.offset(), position.lines(), read.length(), read.checksum()));
    }

    /**
     * Checks a file that has not been begun.
     *
     * @throws IOException if it is gone or changed
     */
    static void unread(InputFile recorded) throws IOException {
        checkUnread(recorded, now(recorded));
    }

    private static void checkUnread(InputFile recorded, InputFile now) throws IOException {
        boolean hasGrown = now.size() > recorded.size() && now.mayBeSameAs(recorded);
        if (!now.hasSizeAndTimeOf(recorded) && !hasGrown) {
            throw changed(recorded, now, ReadPosition.START);
        }
    }

    /**
     * Checks at its end that a file did not change under its reader, other than by growing. A file
     * that has another key was replaced: what was read is all of the old one.
     *
     * @param opened the file as it was opened
     * @param end how far it has been read
     */
    static void afterReading(InputFile opened, ReadPosition end, ReadPrefix.Reader prefixes)
            throws IOException {
        Optional<InputFileSystem.Entry> entry =
                InputFileSystem.of(opened.path()).find(opened.path());
        if (entry.isEmpty() || !entry.get().file().mayBeSameAs(opened)) {
            return;
        }
        InputFile now = entry.get().file();
        if (now.hasSizeAndTimeOf(opened)) {
            return;
        }
        if (now.size() < opened.size()
                || prefixes.read(now.path(), end.checked()).checksum() != end.checksum()) {
            throw changed(opened, now, end);
        }
    }

    private static InputFile now(InputFile recorded) throws IOException {
        Path path = recorded.path();
        try {
            return InputFileSystem.of(path).file(path);
        } catch (FileNotFoundException e) {
            throw new IOException(
                    "cannot read "
                            + path
                            + ": it is not there any more; put it back, or take it out of the"
                            + " source's path",
                    e);
        }
    }

    private static IOException changed(InputFile recorded, InputFile now, ReadPosition position) {
        return new IOException(
                String.format(
                        "%s has changed since %s: it was %s and is %s; put it back as it was, or"
                                + " take it out of the source's path and read it by a source of"
                                + " another name",
                        now.path(),
                        position.isBegun()
                                ? "it was read up to byte " + position.offset()
                                : "it was listed",
                        recorded.describe(),
                        now.describe()));
    }
}
