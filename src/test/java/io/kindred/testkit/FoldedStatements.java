package io.kindred.testkit;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.OutputKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Statement;
import io.kindred.oracle.OracleResult;
import io.kindred.storage.EncodedStatement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The last statement of each key: what a consumer of all statements knows. */
public final class FoldedStatements implements Consumer<EncodedStatement> {

    private final Map<OutputKey, Statement> shown = new HashMap<>();
    private int taken;

    @Override
    public void accept(EncodedStatement encoded) {
        accept(encoded.statement());
    }

    /** Takes a statement. */
    public void accept(Statement statement) {
        taken++;
        if (statement.isWithdrawal()) {
            if (shown.remove(statement.key()) == null) {
                throw new AssertionError("withdrawn without having been stated: " + statement);
            }
        } else {
            if (statement.equals(shown.put(statement.key(), statement))) {
                throw new AssertionError("stated again though nothing changed: " + statement);
            }
        }
    }

    /** How many statements were made. */
    public int taken() {
        return taken;
    }

    /** The last statement of each key that is shown. */
    public Map<OutputKey, Statement> shown() {
        return Map.copyOf(shown);
    }

    /** What is shown now. */
    public OracleResult result() {
        List<Entity> entities = new ArrayList<>();
        List<Conflict> conflicts = new ArrayList<>();
        List<GenericKey> genericKeys = new ArrayList<>();
        Map<RecordIdentity, String> assignments = new HashMap<>();
        for (Statement statement : shown.values()) {
            if (statement instanceof Statement.EntityStated stated) {
                entities.add(stated.entity());
            } else if (statement instanceof Statement.Assigned assigned) {
                assignments.put(assigned.record(), assigned.entityId());
            } else if (statement instanceof Statement.ConflictOpen open) {
                conflicts.add(open.conflict());
            } else if (statement instanceof Statement.GenericKeyOpen open) {
                genericKeys.add(open.generic());
            }
        }
        return new OracleResult(entities, conflicts, genericKeys, assignments);
    }

    /** The conflicts that are open, by id. */
    public Map<String, Conflict> conflictsById() {
        Map<String, Conflict> byId = new HashMap<>();
        for (Statement statement : shown.values()) {
            if (statement instanceof Statement.ConflictOpen open) {
                byId.put(open.conflictId(), open.conflict());
            }
        }
        return byId;
    }
}
