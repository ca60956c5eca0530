package io.kindred.storage;

import java.util.List;

/**
 * A format of which only some versions can hold the rows, or which other values have newer versions
 * of.
 */
public record CaseOfSomeVersions(FormatCase rows, int oldest, int newestRead)
        implements FormatCase {

    @Override
    public String name() {
        return rows.name();
    }

    @Override
    public int newest() {
        return rows.newest();
    }

    @Override
    public List<String> write() {
        return rows.write();
    }

    @Override
    public void check(List<List<ByteKey>> stored) {
        rows.check(stored);
    }

    @Override
    public boolean isVersioned() {
        return rows.isVersioned();
    }

    @Override
    public boolean isDelimited() {
        return rows.isDelimited();
    }

    @Override
    public String toString() {
        return name();
    }
}
