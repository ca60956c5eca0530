package io.kindred.tools.input;

import io.kindred.codec.Decoded;
import io.kindred.codec.Notices;
import io.kindred.codec.RecordDecoder;
import io.kindred.codec.RejectedInputException;
import io.kindred.codec.TextEncoding;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.config.SourceFormat;
import io.kindred.flink.connector.InputFile;
import io.kindred.flink.connector.InputPaths;
import io.kindred.flink.connector.LineFileFormat;
import io.kindred.flink.connector.RawInput;
import io.kindred.flink.topology.Decoders;
import io.kindred.ontology.Ontology;
import io.kindred.temporal.Timeline;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The files of several sources, in order. They can be read as often as needed, one input at a time.
 *
 * @param timeline the format of times
 * @param ontology covers the entity types; inputs of others are rejected
 */
public record RecordFiles(List<Part> parts, Timeline timeline, Ontology ontology) {

    public RecordFiles {
        parts = List.copyOf(parts);
    }

    /**
     * Files that are read in the same way.
     *
     * @param maxRecordBytes longer inputs are rejected
     * @param encoding of files without a byte order mark
     */
    public record Part(
            List<InputFile> files, SourceFormat format, int maxRecordBytes, TextEncoding encoding) {

        public Part {
            files = List.copyOf(files);
        }

        LineFileFormat lines() {
            if (format instanceof SourceFormat.RowFiles rows) {
                return LineFileFormat.rows(maxRecordBytes, rows.container());
            }
            return format instanceof SourceFormat.Csv csv
                    ? LineFileFormat.csv(maxRecordBytes, encoding, csv.dialect())
                    : LineFileFormat.lines(maxRecordBytes, encoding);
        }
    }

    /**
     * How many inputs a pass over the files has read and rejected.
     *
     * @param inputs all of them
     * @param rejected inputs that are no record or decision
     * @param firstRejection the place and reason of the first of these
     */
    public record Summary(long inputs, long rejected, Optional<String> firstRejection) {}

    /**
     * The files of a job's sources; of a hybrid source the files that it begins with.
     *
     * @throws InvalidInputException if a source has no files
     */
    public static RecordFiles ofJob(JobConfig config) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (SourceConfig source : config.sources()) {
            if (source instanceof SourceConfig.Files files) {
                parts.add(part(files));
            } else if (source instanceof SourceConfig.Hybrid hybrid) {
                parts.add(part(hybrid.files()));
            } else {
                throw new InvalidInputException(
                        "%s: the source '%s' does not read files; expected sources of type files or hybrid"
                                .formatted(config.file(), source.name()));
            }
        }
        return new RecordFiles(parts, config.timeline(), config.ontology());
    }

    private static Part part(SourceConfig.Files source) throws IOException {
        List<InputFile> files = new ArrayList<>();
        for (String path : source.paths()) {
            files.addAll(files(path));
        }
        return new Part(files, source.format(), source.maxRecordBytes(), source.encoding());
    }

    static List<InputFile> files(String path) throws IOException {
        try {
            return InputPaths.expand(path);
        } catch (IOException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads all inputs, those of one file after those of another.
     *
     * @throws IOException if a file cannot be read; the message names it
     */
    public Summary read(Consumer<Decoded> sink) throws IOException {
        Reading reading = new Reading(sink);
        for (Part part : parts) {
            RecordDecoder decoder = Decoders.lines(part.format(), timeline, ontology, Notices.NONE);
            for (InputFile file : part.files()) {
                reading.read(part, file, decoder);
            }
        }
        return new Summary(
                reading.inputs, reading.rejected, Optional.ofNullable(reading.firstRejection));
    }

    /** A pass over the files. */
    private static final class Reading {

        private final Consumer<Decoded> sink;
        private long inputs;
        private long rejected;
        private @Nullable String firstRejection;

        Reading(Consumer<Decoded> sink) {
            this.sink = sink;
        }

        void read(Part part, InputFile file, RecordDecoder decoder) throws IOException {
            FileSourceSplit split =
                    new FileSourceSplit(
                            "all", file.path(), 0, file.size(), file.modified(), file.size());
            try (BulkFormat.Reader<RawInput> reader =
                    part.lines().createReader(new Configuration(), split)) {
                for (var batch = reader.readBatch(); batch != null; batch = reader.readBatch()) {
                    for (var next = batch.next(); next != null; next = batch.next()) {
                        decode(next.getRecord(), decoder);
                    }
                    batch.releaseBatch();
                }
            }
        }

        private void decode(RawInput input, RecordDecoder decoder) {
            inputs++;
            Decoded decoded;
            try {
                if (input.isCut()) {
                    throw new RejectedInputException(input.length() + " bytes, over the limit");
                }
                input.checkEncoding();
                decoded = decoder.decode(input.bytes(), input.header());
            } catch (RejectedInputException e) {
                rejected++;
                if (firstRejection == null) {
                    firstRejection =
                            input.source() + ": " + input.position() + ": " + e.getMessage();
                }
                return;
            }
            sink.accept(decoded);
        }
    }
}
