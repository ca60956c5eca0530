package io.kindred.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kindred.model.Erasure;

import java.io.CharArrayWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes rows of the erasures output: one JSON object in UTF-8 each, without line breaks. A row is
 * the certificate of one erasure.
 */
public final class ErasureJson {

    private static final String COMPACTION = "topics keep earlier rows until they are compacted";
    private static final List<String> OUT_OF_REACH =
            List.of("dead letters", "checkpoints and savepoints taken before");
    private static final String FILES = "rows in files of outputs written before";
    private static final String TABLES =
            "earlier rows in the files, logs and backups of databases, until they are vacuumed or"
                    + " removed";

    private ErasureJson() {}

    /**
     * The outputs from which erased records are retracted.
     *
     * @param names as in job files
     * @param haveFiles whether one of them is written to files
     * @param haveTopics whether one of them is written to a topic
     * @param haveTables whether one of them is written to a table of a database
     */
    public record Outputs(
            List<String> names, boolean haveFiles, boolean haveTopics, boolean haveTables) {

        public Outputs {
            names = List.copyOf(names);
        }
    }

    /** The row of a record that was erased at a time. */
    public static byte[] row(Erasure erasure, Instant erasedAt, Outputs outputs) {
        CharArrayWriter text = new CharArrayWriter();
        try (JsonGenerator json = OutputJson.generator(text)) {
            json.writeStartObject();
            OutputJson.identity(json, erasure.record());
            if (erasure.version().isPresent()) {
                json.writeNumberField("version", erasure.version().getAsLong());
            } else {
                json.writeNullField("version");
            }
            json.writeStringField("erased_at", erasedAt.toString());
            json.writeObjectFieldStart("removed");
            json.writeNumberField("values", erasure.values());
            json.writeNumberField("key_entries", erasure.keyEntries());
            json.writeNumberField("decisions", erasure.decisions());
            json.writeEndObject();
            OutputJson.strings(json, "withdrawn_from", outputs.names());
            json.writeStringField("compaction", outputs.haveTopics() ? COMPACTION : null);
            OutputJson.strings(json, "out_of_reach", outOfReach(outputs));
            json.writeEndObject();
        } catch (IOException e) {
            throw OutputJson.inMemory(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> outOfReach(Outputs outputs) {
        List<String> outOfReach = new ArrayList<>(OUT_OF_REACH);
        if (outputs.haveFiles()) {
            outOfReach.add(FILES);
        }
        if (outputs.haveTables()) {
            outOfReach.add(TABLES);
        }
        return outOfReach;
    }
}
