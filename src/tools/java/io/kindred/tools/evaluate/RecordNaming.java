package io.kindred.tools.evaluate;

import io.kindred.model.RecordIdentity;

/**
 * How records are named: with their entity type, or without it if the truth has no entity types.
 */
enum RecordNaming {
    WITH_TYPE {
        @Override
        String name(String entityType, String perspective, String uid) {
            return entityType
                    + RecordIdentity.SEPARATOR
                    + perspective
                    + RecordIdentity.SEPARATOR
                    + uid;
        }
    },
    WITHOUT_TYPE {
        @Override
        String name(String entityType, String perspective, String uid) {
            return perspective + RecordIdentity.SEPARATOR + uid;
        }
    };

    abstract String name(String entityType, String perspective, String uid);
}
