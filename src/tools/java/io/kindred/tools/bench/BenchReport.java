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
 * The JSON report of all runs of one command.
 *
 * @param date when the command started, in ISO 8601
 * @param command the command line
 * @param version the version of Kindred
 * @param commit the commit of the Kindred folder; null if there is none
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

    /**
     * Writes the report as one JSON object. Field names are those of these records in snake case.
     */
    void writeTo(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }
}
