package io.kindred.tools.store;

import org.rocksdb.RocksDBException;

/** The store cannot be read or written. The message says why in one line. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    StoreException(String message) {
        super(message);
    }

    static StoreException reading(RocksDBException failure) {
        return new StoreException("the store cannot be read: " + failure.getMessage(), failure);
    }

    static StoreException writing(RocksDBException failure) {
        return new StoreException("the store cannot be written: " + failure.getMessage(), failure);
    }
}
