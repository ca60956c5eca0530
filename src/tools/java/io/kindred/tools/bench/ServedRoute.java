package io.kindred.tools.bench;

/** A route of the HTTP server that is measured. */
enum ServedRoute {
    ENTITY("GET /entities/{id}"),
    SEARCH("POST /search"),
    MATCH("POST /match");

    private final String shown;

    ServedRoute(String shown) {
        this.shown = shown;
    }

    /** Such as {@code GET /entities/{id}}. */
    String shown() {
        return shown;
    }
}
