package io.kindred.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a cluster says of its jobs. While it does not answer, it says nothing. */
final class ClusterRest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String address;

    ClusterRest(int port) {
        address = "http://127.0.0.1:" + port;
    }

    /** RUNNING and so on; empty if the job is not known. */
    String state(String job) {
        return get("/jobs/" + job).path("state").asText();
    }

    String flinkVersion() {
        return get("/overview").path("flink-version").asText();
    }

    /** The ids of the jobs that are not at their end. */
    List<String> running() {
        List<String> ids = new ArrayList<>();
        for (JsonNode job : get("/jobs/overview").path("jobs")) {
            if (job.path("state").asText().equals("RUNNING")) {
                ids.add(job.path("jid").asText());
            }
        }
        return ids;
    }

    /** What the operators are called. */
    List<String> operators(String job) {
        List<String> names = new ArrayList<>();
        get("/jobs/" + job).path("vertices").forEach(each -> names.add(each.path("name").asText()));
        return names;
    }

    boolean areAllTasksRunning(String job) {
        JsonNode vertices = get("/jobs/" + job).path("vertices");
        for (JsonNode vertex : vertices) {
            int wanted = vertex.path("parallelism").asInt();
            JsonNode tasks = vertex.path("tasks");
            // Sources of files end when there is none left for them.
            if (tasks.path("RUNNING").asInt() + tasks.path("FINISHED").asInt() < wanted) {
                return false;
            }
        }
        return !vertices.isEmpty();
    }

    /** Whether what an operator of a name is part of has come to its end. */
    boolean hasEnded(String job, String operator) {
        for (JsonNode vertex : get("/jobs/" + job).path("vertices")) {
            if (vertex.path("name").asText().contains(operator)) {
                return vertex.path("status").asText().equals("FINISHED");
            }
        }
        return false;
    }

    /** The greatest parallelism of the job's operators. */
    int parallelism(String job) {
        int greatest = 0;
        for (JsonNode vertex : get("/jobs/" + job).path("vertices")) {
            greatest = Math.max(greatest, vertex.path("parallelism").asInt());
        }
        return greatest;
    }

    long completedCheckpoints(String job) {
        return checkpoints(job, "completed");
    }

    /** How often it went on from a checkpoint. */
    long restores(String job) {
        return checkpoints(job, "restored");
    }

    /** What a page contains, as text; empty if there is none. */
    String page(String path) {
        try {
            HttpResponse<String> response = send(path);
            return response.statusCode() == 200 ? response.body() : "";
        } catch (IOException e) {
            return "";
        }
    }

    private long checkpoints(String job, String count) {
        return get("/jobs/" + job + "/checkpoints").path("counts").path(count).asLong();
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> response = send(path);
            return response.statusCode() == 200
                    ? JSON.readTree(response.body())
                    : MissingNode.getInstance();
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private HttpResponse<String> send(String path) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(TIMEOUT).build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking for " + path, e);
        }
    }
}
