package io.kindred.flink.topology;

import io.kindred.codec.CsvDialect;
import io.kindred.codec.CsvRecordReader;
import io.kindred.codec.FlatJsonRecordReader;
import io.kindred.codec.InvalidConfigException;
import io.kindred.codec.Notices;
import io.kindred.codec.RejectedInputException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.config.SourceFormat;
import io.kindred.flink.connector.InputFile;
import io.kindred.flink.connector.InputPaths;
import io.kindred.flink.connector.LineFileFormat;
import io.kindred.flink.connector.RawInput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** File sources. The files are listed and checked before the job starts. */
final class FileInputs {

    private static final Logger LOG = LoggerFactory.getLogger(FileInputs.class);

    private FileInputs() {}

    /**
     * A source of the files that exist now.
     *
     * @param place the path of the source in the job file, for errors
     * @param given told of the attributes that the source can give
     * @throws InvalidConfigException if there are no files, they cannot be read, one begins as
     *     UTF-16 and is not read as that, or the header or schema of one lacks a mapped column
     */
    static Source<RawInput, ?, ?> source(
            JobConfig config, SourceConfig.Files source, String place, GivenAttributes given) {
        List<InputFile> files = files(config, source, place);
        boolean emitsEnd = config.snapshot(source.name()).isPresent();
        if (source.format() instanceof SourceFormat.Csv csv) {
            LineFileFormat format =
                    LineFileFormat.csv(source.maxRecordBytes(), source.encoding(), csv.dialect());
            CsvRecordReader reader =
                    Decoders.csv(csv, config.timeline(), config.ontology(), Notices.NONE);
            Set<String> attributes = new TreeSet<>();
            for (InputFile file : files) {
                attributes.addAll(
                        checkHeader(config, place, file.path(), format, reader, csv.dialect()));
            }
            if (attributes.isEmpty()) {
                given.add(csv);
            } else {
                given.add(csv.mapping(), attributes);
            }
            return format.source(source.paths(), files, source.order(), source.watch(), emitsEnd);
        }
        if (source.format() instanceof SourceFormat.RowFiles rows) {
            LineFileFormat format = LineFileFormat.rows(source.maxRecordBytes(), rows.container());
            FlatJsonRecordReader reader =
                    Decoders.json(rows, config.timeline(), config.ontology(), Notices.NONE);
            Set<String> attributes = new TreeSet<>();
            for (InputFile file : files) {
                attributes.addAll(checkFields(config, place, file.path(), format, reader));
            }
            if (files.isEmpty()) {
                given.add(rows);
            } else {
                given.add(rows.mapping(), attributes);
            }
            return format.source(source.paths(), files, source.order(), source.watch(), emitsEnd);
        }
        given.add(source.format());
        LineFileFormat format = LineFileFormat.lines(source.maxRecordBytes(), source.encoding());
        for (InputFile file : files) {
            checkBeginning(config, place, file.path(), format);
        }
        return format.source(source.paths(), files, source.order(), source.watch(), emitsEnd);
    }

    /**
     * The files of a source that exist now, in order.
     *
     * @param place the path of the source in the job file, for errors
     * @throws InvalidConfigException if there are none, unless the source looks for new ones
     */
    static List<InputFile> files(JobConfig config, SourceConfig.Files source, String place) {
        Map<Path, InputFile> files = new LinkedHashMap<>();
        for (String path : source.paths()) {
            try {
                List<InputFile> found =
                        source.isWatched() ? InputPaths.look(path) : InputPaths.expand(path);
                for (InputFile file : found) {
                    files.putIfAbsent(file.path(), file);
                }
            } catch (FileNotFoundException e) {
                throw new InvalidConfigException(
                        config.file(), place + ".path", e.getMessage() + "; correct the path");
            } catch (IOException e) {
                throw unreadable(config, place, path, e);
            }
        }
        return List.copyOf(files.values());
    }

    /** The attributes that the rows of a file may give; none if it is empty. */
    private static Set<String> checkHeader(
            JobConfig config,
            String place,
            Path file,
            LineFileFormat format,
            CsvRecordReader reader,
            CsvDialect dialect) {
        try {
            String header = format.header(file);
            if (header.isEmpty() && dialect.hasHeader()) {
                return Set.of();
            }
            for (String column : reader.untrimmed(header)) {
                LOG.warn(
                        "{}: the column '{}' has white space at an end, which is ignored",
                        file,
                        column);
            }
            return reader.checkHeader(header);
        } catch (RejectedInputException e) {
            throw unmapped(config, place, file, e);
        } catch (IOException e) {
            throw unreadable(config, place, file.toString(), e);
        }
    }

    /** The attributes that the rows of a file may give. */
    private static Set<String> checkFields(
            JobConfig config,
            String place,
            Path file,
            LineFileFormat format,
            FlatJsonRecordReader reader) {
        try {
            return reader.checkFields(format.fields(file));
        } catch (RejectedInputException e) {
            throw unmapped(config, place, file, e);
        } catch (IOException e) {
            throw unreadable(config, place, file.toString(), e);
        }
    }

    private static InvalidConfigException unmapped(
            JobConfig config, String place, Path file, RejectedInputException e) {
        return new InvalidConfigException(
                config.file(),
                place,
                "cannot read " + file + " by this mapping: " + e.getMessage());
    }

    private static void checkBeginning(
            JobConfig config, String place, Path file, LineFileFormat format) {
        try {
            format.check(file);
        } catch (IOException e) {
            throw unreadable(config, place, file.toString(), e);
        }
    }

    private static InvalidConfigException unreadable(
            JobConfig config, String place, String path, IOException e) {
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        if (e instanceof UnsupportedEncodingException) {
            return new InvalidConfigException(config.file(), place + ".path", reason);
        }
        String problem = reason.contains(path) ? reason : "cannot read " + path + ": " + reason;
        return new InvalidConfigException(
                config.file(), place + ".path", problem + "; correct the path or make it readable");
    }
}
