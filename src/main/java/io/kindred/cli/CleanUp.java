package io.kindred.cli;

/**
 * An action that runs once: when this is closed, or when the process ends before that, as after
 * Ctrl-C.
 */
public final class CleanUp implements AutoCloseable {

    private final Runnable action;
    private final Thread hook;

    /** Registers the action, which must not throw. */
    public CleanUp(Runnable action) {
        this.action = action;
        this.hook = new Thread(action);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending and the hook runs the action. An exception would hide the
            // reason.
            return;
        }
        action.run();
    }
}
