package io.kindred.flink.topology;

import io.kindred.codec.Notice;
import io.kindred.codec.Notices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes notices on, and logs the first of a decoder that asks for a setting of the database. */
final class LoggedNotices implements Notices {

    private static final Logger LOG = LoggerFactory.getLogger(LoggedNotices.class);

    private final Notices others;
    private boolean isLogged;

    LoggedNotices(Notices others) {
        this.others = others;
    }

    @Override
    public void add(Notice notice, String detail) {
        if (notice == Notice.UNKNOWN_BEFORE && !isLogged) {
            isLogged = true;
            LOG.warn(
                    "An update in {} lacks the row before it, and the message's key does not contain"
                            + " the column of the uid. If an update changes the uid, the record of"
                            + " the old uid stays. Let the table log the whole row (PostgreSQL:"
                            + " REPLICA IDENTITY FULL), or map the uid to the primary key",
                    detail);
        }
        others.add(notice, detail);
    }
}
