package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.model.RecordIdentity;

import java.io.IOException;
import java.util.Map;

/**
 * The perspective and uid read so far, of a record or of one side of a decision, with the checks
 * that all formats share.
 */
final class IdentityFields {

    static final String PERSPECTIVE = "perspective";
    static final String UID = "uid";

    private final String prefix;

    /** Like the uid, an empty text until it is read, and never after. */
    private String perspective = "";

    private String uid = "";

    private IdentityFields(String prefix) {
        this.prefix = prefix;
    }

    static IdentityFields ofRecord() {
        return new IdentityFields("");
    }

    static IdentityFields ofSide(String side) {
        return new IdentityFields(side + '.');
    }

    /** Reads the current value if it is of one of these fields. Returns whether it is. */
    boolean read(JsonParser json, String name, SeenFields seen)
            throws IOException, RejectedInputException {
        switch (name) {
            case PERSPECTIVE -> perspective(JsonLine.string(json, seen.first(path(name))));
            case UID -> uid(JsonLine.string(json, seen.first(path(name))));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Reads both from a row. */
    void read(Map<String, Cell> row, Field perspectiveField, String uidColumn)
            throws RejectedInputException {
        perspective(RowMapper.text(row, perspectiveField, path(PERSPECTIVE)));
        uid(RowMapper.text(row, new Field.Column(uidColumn), path(UID)));
    }

    private void perspective(String value) throws RejectedInputException {
        perspective = checked(path(PERSPECTIVE), value);
    }

    private void uid(String value) throws RejectedInputException {
        uid = checked(path(UID), value);
    }

    /** The path of a field, for errors. */
    private String path(String field) {
        return prefix.isEmpty() ? field : prefix + field;
    }

    /** The identity; rejected if one of them is missing. */
    RecordIdentity identity(String entityType) throws RejectedInputException {
        present(path(PERSPECTIVE), perspective);
        present(path(UID), uid);
        return new RecordIdentity(entityType, perspective, uid);
    }

    /** A field of an identity, which must not be empty or contain the separator. */
    static String checked(String path, String value) throws RejectedInputException {
        if (value.isEmpty()) {
            throw new RejectedInputException(path + " is empty");
        }
        if (value.indexOf(RecordIdentity.SEPARATOR) >= 0) {
            throw new RejectedInputException(path + " contains U+001F");
        }
        return value;
    }

    static void present(String path, String value) throws RejectedInputException {
        if (value.isEmpty()) {
            throw new RejectedInputException(path + " is missing");
        }
    }
}
