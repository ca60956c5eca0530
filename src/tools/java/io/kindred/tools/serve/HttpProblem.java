package io.kindred.tools.serve;

import io.kindred.tools.answer.AnswerException;

/**
 * A request that is answered with an error. The message is for whoever asked, in one line.
 *
 * <p>It may quote the request, so it is never logged.
 */
final class HttpProblem extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    HttpProblem(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static HttpProblem badRequest(String message) {
        return new HttpProblem(400, message);
    }

    static HttpProblem of(AnswerException failure) {
        return new HttpProblem(
                switch (failure.reason()) {
                    case INVALID -> 400;
                    case UNKNOWN -> 404;
                    case NOT_AVAILABLE -> 501;
                    case NOT_YET -> 503;
                },
                String.valueOf(failure.getMessage()));
    }

    int status() {
        return status;
    }
}
