package io.kindred.storage;

import java.util.List;
import java.util.function.Consumer;

/**
 * A format of the first version that is only read.
 *
 * @param hold fails if the rows do not hold what was written
 */
public record RetiredCase(String name, boolean isVersioned, Consumer<List<List<ByteKey>>> hold)
        implements FormatCase {

    @Override
    public int newest() {
        return 1;
    }

    @Override
    public boolean isWritten() {
        return false;
    }

    @Override
    public List<String> write() {
        throw new UnsupportedOperationException(name + " is written by no release from this on");
    }

    @Override
    public void check(List<List<ByteKey>> rows) {
        hold.accept(rows);
    }

    @Override
    public boolean isDelimited() {
        return true;
    }

    @Override
    public String toString() {
        return name;
    }
}
