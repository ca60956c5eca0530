package io.kindred.tools.evaluate;

import io.kindred.model.RecordIdentity;

/** What tells records apart: a truth without entity types speaks of one type only. */
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
