package io.kindred.codec;

import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Timeline;

import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads records from flat JSON objects, whose fields are mapped like columns. Values are strings,
 * numbers, booleans or null. Null means no value; numbers and booleans become their JSON text. A
 * version must be an integer; a time is a string or an integer. An empty string in either means no
 * value.
 */
public final class FlatJsonRecordReader implements RecordDecoder {

    private final RowMapper mapper;
    private final JsonRow rows;

    /**
     * @param timeline the format of times
     * @param coveredEntityType whether the ontology covers an entity type
     * @param notices told of what the reader finds in accepted inputs
     */
    public FlatJsonRecordReader(
            RecordMapping mapping,
            Timeline timeline,
            Predicate<String> coveredEntityType,
            Notices notices) {
        this.mapper = new RowMapper(mapping, timeline, coveredEntityType, notices);
        this.rows = new JsonRow(mapper, notices);
    }

    /** Reads one JSON object; the header is not used. */
    @Override
    public SourceRecord decode(byte[] bytes, String header) throws RejectedInputException {
        Map<String, Cell> row = JsonLine.read(bytes, rows::read);
        SourceRecord record = mapper.record(row);
        if (record.op() == Op.UPSERT) {
            rows.noticeMissing(row);
        }
        return record;
    }
}
