package io.kindred.tools.store;

import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.Status.Code;
import org.rocksdb.Status.SubCode;

/** What the store throws when it cannot be written. */
public final class FailedWrites {

    private FailedWrites() {}

    /** No room on the disk. */
    public static StoreException noSpace() {
        return failure(SubCode.NoSpace);
    }

    /** Any other reason. */
    public static StoreException other() {
        return failure(SubCode.None);
    }

    private static StoreException failure(SubCode why) {
        return StoreException.writing(
                new RocksDBException("IO error", new Status(Code.IOError, why, null)));
    }
}
