package io.kindred.tools.store;

import org.rocksdb.RocksDBException;
import org.rocksdb.Status.SubCode;

/** The store cannot be read or written. The message says why in one line. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    StoreException(String message) {
        super(message);
    }

    /**
     * Whether there was no room to write. RocksDB looks for room from then on, and can be written
     * again some seconds after there is some; any other failure to write is final until the store
     * is opened anew.
     */
    public boolean isNoSpace() {
        return getCause() instanceof RocksDBException failure
                && failure.getStatus() != null
                && failure.getStatus().getSubCode() == SubCode.NoSpace;
    }

    static StoreException reading(RocksDBException failure) {
        return new StoreException("the store cannot be read: " + failure.getMessage(), failure);
    }

    static StoreException writing(RocksDBException failure) {
        return new StoreException("the store cannot be written: " + failure.getMessage(), failure);
    }
}
