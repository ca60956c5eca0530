package io.kindred.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Says how to run the case again that a random test failed at. */
public final class FailedSeed implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        Seeds.current()
                .ifPresent(
                        seed ->
                                failure.addSuppressed(
                                        new AssertionError(
                                                String.format(
                                                        "run this case again with -Dtest=%s"
                                                                + " -Dkindred.test.seed=%d"
                                                                + " -Dkindred.test.cases=1",
                                                        context.getRequiredTestClass()
                                                                .getSimpleName(),
                                                        seed))));
        Seeds.forget();
        throw failure;
    }
}
