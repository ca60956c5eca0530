package io.kindred.testkit;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * What this process logs from level {@code INFO} on, with the traces of exceptions, instead of what
 * it otherwise does with it.
 */
public final class CapturedLog implements AutoCloseable {

    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final LoggerConfig root = context.getConfiguration().getRootLogger();
    private final Level levelBefore = root.getLevel();
    private final List<Appender> appendersBefore = List.copyOf(root.getAppenders().values());
    private final Writing writing = new Writing();

    private CapturedLog() {}

    /** From now until it is closed. */
    public static CapturedLog start() {
        CapturedLog log = new CapturedLog();
        log.appendersBefore.forEach(each -> log.root.removeAppender(each.getName()));
        log.writing.start();
        log.root.addAppender(log.writing, null, null);
        log.root.setLevel(Level.INFO);
        log.context.updateLoggers();
        return log;
    }

    /** All so far. */
    public String text() {
        return writing.text();
    }

    @Override
    public void close() {
        root.setLevel(levelBefore);
        context.updateLoggers();
        root.removeAppender(writing.getName());
        appendersBefore.forEach(each -> root.addAppender(each, null, null));
        writing.stop();
    }

    private static final class Writing extends AbstractAppender {

        private final StringWriter text = new StringWriter();

        Writing() {
            super("captured", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public synchronized void append(LogEvent event) {
            text.append(event.getLoggerName())
                    .append(' ')
                    .append(event.getMessage().getFormattedMessage())
                    .append('\n');
            if (event.getThrown() != null) {
                event.getThrown().printStackTrace(new PrintWriter(text, true));
            }
        }

        synchronized String text() {
            return text.toString();
        }
    }
}
