package io.kindred.tools.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * All runs of one call.
 *
 * @param date when it began, in ISO 8601
 * @param command what was given to the command line
 * @param version of Kindred
 * @param commit of the folder that Kindred is in; null where there is none
 */
record BenchReport(
        String date,
        String command,
        String version,
        @Nullable String commit,
        ProcessFigures.Machine machine,
        List<RunReport> runs) {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .serializationInclusion(JsonInclude.Include.NON_NULL)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    /** Writes a JSON object; field names are those of the records, with underscores. */
    void writeTo(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }
}
