package io.kindred.model;

/**
 * A statement and who makes it. Several owners may speak about one output key; each speaks only for
 * itself.
 *
 * @param owner the shard that speaks, from 0
 */
public record OwnedStatement(int owner, Statement statement) {}
