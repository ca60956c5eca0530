package io.kindred.flink.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.flink.internal.ClusterException;

import java.util.Optional;

/** The last failure of a job. */
final class JobFailure {

    private JobFailure() {}

    /** Its reason in one line; empty if the job has not failed yet. */
    static Optional<String> of(RestApi api, String job)
            throws ClusterException, InterruptedException {
        return api.find("/jobs/" + job + "/exceptions?maxExceptions=1")
                .map(found -> found.at("/exceptionHistory/entries/0/stacktrace"))
                .filter(JsonNode::isTextual)
                .map(trace -> FailureReason.of(trace.textValue()));
    }
}
