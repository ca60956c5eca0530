package io.kindred.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.codec.QuestionReader;
import io.kindred.codec.RejectedInputException;
import io.kindred.model.EntityId;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.tools.answer.AnswerException;
import io.kindred.tools.answer.Answers;
import io.kindred.tools.follow.Freshness;
import io.kindred.tools.store.StoredRow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The routes of the HTTP API. A route is known by its method and the number of segments of its
 * path; its name has no values in it, so that it can be logged.
 */
final class HttpApi {

    private static final int SEARCH_LIMIT = 50;
    private static final int MOST_MATCHES = 1_000;
    private static final int CONFLICT_LIMIT = 20;
    private static final int MOST_TEXT = 200;

    private final Answers answers;
    private final QuestionReader questions;
    private final Supplier<Freshness> freshness;
    private final Optional<Decisions> decisions;
    private final List<Route> routes;

    HttpApi(
            Answers answers,
            QuestionReader questions,
            Supplier<Freshness> freshness,
            Optional<Decisions> decisions) {
        this.answers = answers;
        this.questions = questions;
        this.freshness = freshness;
        this.decisions = decisions;
        this.routes =
                List.of(
                        new Route("GET", List.of("info"), this::info),
                        new Route("GET", List.of("entities", ""), this::entity),
                        new Route("GET", List.of("entities", "", "records"), this::records),
                        new Route("GET", List.of("records", "", "", ""), this::record),
                        new Route("POST", List.of("search"), this::search),
                        new Route("POST", List.of("match"), this::match),
                        new Route("GET", List.of("conflicts"), this::conflicts),
                        new Route("GET", List.of("history", ""), this::history),
                        new Route("GET", List.of("evidence", ""), this::evidence),
                        new Route("POST", List.of("decisions"), this::decide));
    }

    private interface Handler {
        ObjectNode answer(Request request) throws HttpProblem, AnswerException, IOException;
    }

    /**
     * A route and what answers it.
     *
     * @param path its segments; an empty one is a value
     */
    record Route(String method, List<String> path, Handler handler) {

        boolean isAt(List<String> segments) {
            if (segments.size() != path.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (!path.get(i).isEmpty() && !path.get(i).equals(segments.get(i))) {
                    return false;
                }
            }
            return true;
        }

        /** Whether it writes something, and reads nothing. */
        boolean writes() {
            return path.equals(List.of("decisions"));
        }

        /** Such as {@code /entities/{}/records}. */
        String name() {
            StringBuilder name = new StringBuilder();
            path.forEach(each -> name.append('/').append(each.isEmpty() ? "{}" : each));
            return name.toString();
        }
    }

    List<Route> routes() {
        return routes;
    }

    /**
     * The route of a request.
     *
     * @throws HttpProblem 404 without one, or 405 if it is of another method
     */
    Route route(Request request) throws HttpProblem {
        List<Route> there = routes.stream().filter(route -> route.isAt(request.path())).toList();
        if (there.isEmpty()) {
            throw new HttpProblem(404, "there is no such path; see /openapi.json");
        }
        return there.stream()
                .filter(route -> route.method().equals(request.method()))
                .findFirst()
                .orElseThrow(
                        () -> new HttpProblem(405, "expected the method " + there.get(0).method()));
    }

    Response answer(Route route, Request request) throws HttpProblem, IOException {
        try {
            // What is read later may have more, and never less, than was there before.
            Freshness before = freshness.get();
            ObjectNode answer = route.handler().answer(request);
            if (route.writes()) {
                return Response.json(202, answer);
            }
            // Unless the store was emptied meanwhile.
            Freshness after = freshness.get();
            answer.set("freshness", json(after.asOf().isPresent() ? before : after));
            return Response.json(200, answer);
        } catch (AnswerException failure) {
            throw HttpProblem.of(failure);
        }
    }

    static ObjectNode json(Freshness freshness) {
        ObjectNode node = StoredRow.JSON.createObjectNode();
        node.put(
                "as_of",
                freshness
                        .asOf()
                        .map(at -> at.truncatedTo(ChronoUnit.MILLIS).toString())
                        .orElse(null));
        node.put("is_behind", freshness.isBehind());
        freshness.problem().ifPresent(problem -> node.put("problem", problem));
        return node;
    }

    private ObjectNode info(Request request) throws HttpProblem {
        request.checkParameters(List.of());
        return answers.info().put("accepts_decisions", decisions.isPresent());
    }

    private static String entityId(Request request) throws HttpProblem {
        request.checkParameters(List.of());
        String id = request.path().get(1);
        if (!EntityId.isValid(id)) {
            throw HttpProblem.badRequest(
                    "not an entity id: expected an entity type, '-' and 32 lower-case hex digits");
        }
        return id;
    }

    private ObjectNode entity(Request request) throws HttpProblem, AnswerException {
        return answers.entity(entityId(request));
    }

    private ObjectNode records(Request request) throws HttpProblem, AnswerException {
        return answers.entityRecords(entityId(request));
    }

    private ObjectNode history(Request request) throws HttpProblem, AnswerException {
        return answers.history(entityId(request));
    }

    private ObjectNode evidence(Request request) throws HttpProblem, AnswerException {
        return answers.evidence(entityId(request));
    }

    private ObjectNode record(Request request) throws HttpProblem, AnswerException {
        request.checkParameters(List.of());
        List<String> path = request.path();
        try {
            return answers.record(new RecordIdentity(path.get(1), path.get(2), path.get(3)));
        } catch (IllegalArgumentException failure) {
            throw HttpProblem.badRequest(String.valueOf(failure.getMessage()));
        }
    }

    private ObjectNode search(Request request) throws HttpProblem, AnswerException, IOException {
        request.checkParameters(List.of());
        ObjectNode body = request.json();
        int limit = Request.takeNumber(body, "limit", MOST_MATCHES, SEARCH_LIMIT);
        JsonNode text = body.remove("text");
        if (text != null) {
            return text(text, body, limit);
        }
        if (!body.has("where")) {
            throw HttpProblem.badRequest("expected where or text");
        }
        if (question(body).subject() instanceof Question.Values values) {
            return answers.where(values.query(), limit);
        }
        throw HttpProblem.badRequest("expected where or text");
    }

    private ObjectNode text(JsonNode text, ObjectNode body, int limit) throws HttpProblem {
        JsonNode type = body.remove("entity_type");
        if (!body.isEmpty()) {
            throw HttpProblem.badRequest(
                    "unknown field beside text, expected entity_type or limit");
        }
        if (!text.isTextual() || text.asText().isBlank() || text.asText().length() > MOST_TEXT) {
            throw HttpProblem.badRequest(
                    "text is not a string of 1 to " + MOST_TEXT + " characters");
        }
        if (text.asText().indexOf('\0') >= 0 || type != null && !type.isTextual()) {
            throw HttpProblem.badRequest("text or entity_type is not plain text");
        }
        return answers.text(text.asText(), Optional.ofNullable(type).map(JsonNode::asText), limit);
    }

    private ObjectNode match(Request request) throws HttpProblem, AnswerException, IOException {
        request.checkParameters(List.of());
        ObjectNode question = StoredRow.JSON.createObjectNode();
        question.set("match", request.json());
        return answers.match(((Question.Match) question(question).subject()).record());
    }

    private Question question(ObjectNode body) throws HttpProblem {
        body.put("id", "http");
        try {
            return questions.read(body.toString().getBytes(StandardCharsets.UTF_8));
        } catch (RejectedInputException failure) {
            throw HttpProblem.badRequest(String.valueOf(failure.getMessage()));
        }
    }

    private ObjectNode conflicts(Request request) throws HttpProblem, AnswerException {
        request.checkParameters(List.of("worst", "limit", "after", "type", "kind", "entity"));
        Optional<String> kind = request.parameter("kind");
        if (kind.isPresent() && !List.of("direct", "indirect", "constraint").contains(kind.get())) {
            throw HttpProblem.badRequest("kind is not direct, indirect or constraint");
        }
        return answers.conflicts(
                request.parameter("type"),
                kind,
                request.parameter("entity"),
                request.number("limit", Answers.MOST_CONFLICTS, CONFLICT_LIMIT),
                request.parameter("after"));
    }

    private ObjectNode decide(Request request) throws HttpProblem, IOException {
        request.checkParameters(List.of());
        ObjectNode body = request.json();
        if (decisions.isEmpty()) {
            throw new HttpProblem(
                    501,
                    "the server does not accept decisions; start it with --decisions or"
                            + " --decisions-topic");
        }
        return decisions.get().append(body);
    }
}
