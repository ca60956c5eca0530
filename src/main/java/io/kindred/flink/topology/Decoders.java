package io.kindred.flink.topology;

import io.kindred.codec.CsvRecordReader;
import io.kindred.codec.DebeziumReader;
import io.kindred.codec.EncodedMessages;
import io.kindred.codec.Encoding;
import io.kindred.codec.FlatJsonRecordReader;
import io.kindred.codec.FramedEncoding;
import io.kindred.codec.MessageDecoder;
import io.kindred.codec.Notices;
import io.kindred.codec.OntologyDocument;
import io.kindred.codec.RecordDecoder;
import io.kindred.codec.RecordMapping;
import io.kindred.codec.RecordReader;
import io.kindred.codec.RowMapping;
import io.kindred.codec.TextEncoding;
import io.kindred.codec.Tombstones;
import io.kindred.codec.ValueDecoder;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.config.SourceFormat;
import io.kindred.flink.config.TombstoneRule;
import io.kindred.flink.kafka.SchemaRegistry;
import io.kindred.model.SourceRecord.Op;
import io.kindred.ontology.Ontology;
import io.kindred.temporal.Timeline;

import java.util.function.Predicate;

/** Creates the decoders of the inputs of a source. */
public final class Decoders {

    private Decoders() {}

    /** Decoders of the lines of files. */
    public static RecordDecoder.Factory lines(JobConfig config, SourceFormat format) {
        Timeline timeline = config.timeline();
        OntologyDocument ontology = config.ontologyDocument();
        return notices -> lines(format, timeline, ontology.ontology(), notices);
    }

    /** Decoders of the messages of a source. */
    static MessageDecoder.Factory messages(JobConfig config, SourceConfig.Kafka source) {
        SourceFormat format = source.format();
        TextEncoding encoding = source.encoding();
        TombstoneRule tombstones = source.tombstones();
        Timeline timeline = config.timeline();
        OntologyDocument document = config.ontologyDocument();
        return notices -> {
            MessageDecoder decoder =
                    messages(format, tombstones, timeline, document.ontology(), notices);
            return encoding.equals(TextEncoding.UTF_8)
                    ? decoder
                    : new EncodedMessages(decoder, encoding);
        };
    }

    private static MessageDecoder messages(
            SourceFormat format,
            TombstoneRule tombstones,
            Timeline timeline,
            Ontology ontology,
            Notices notices) {
        if (format instanceof SourceFormat.Debezium debezium) {
            return new DebeziumReader(
                    debezium.mapping(),
                    debezium.registry().isConfigured()
                            ? FramedEncoding.orJson(new SchemaRegistry(debezium.registry()))
                            : Encoding.JSON,
                    debezium.snapshotsAtPosition(),
                    debezium.erase(),
                    timeline,
                    covered(ontology),
                    new LoggedNotices(notices));
        }
        if (format instanceof SourceFormat.Framed framed) {
            SchemaRegistry registry = new SchemaRegistry(framed.registry());
            return new ValueDecoder(
                    new FlatJsonRecordReader(
                            framed.mapping(),
                            FramedEncoding.of(framed.type(), registry),
                            timeline,
                            covered(ontology),
                            notices),
                    tombstones(
                            tombstones,
                            format,
                            FramedEncoding.orJson(registry),
                            timeline,
                            ontology));
        }
        return new ValueDecoder(
                lines(format, timeline, ontology, notices),
                tombstones(tombstones, format, Encoding.JSON, timeline, ontology));
    }

    static CsvRecordReader csv(
            SourceFormat.Csv csv, Timeline timeline, Ontology ontology, Notices notices) {
        return new CsvRecordReader(
                csv.mapping(), csv.dialect(), timeline, covered(ontology), notices);
    }

    /** A decoder of rows in JSON. */
    static FlatJsonRecordReader json(
            SourceFormat.Rows rows, Timeline timeline, Ontology ontology, Notices notices) {
        return new FlatJsonRecordReader(
                rows.mapping(),
                rows instanceof SourceFormat.RowFiles ? Encoding.ROW : Encoding.JSON,
                timeline,
                covered(ontology),
                notices);
    }

    /** A decoder of lines. */
    public static RecordDecoder lines(
            SourceFormat format, Timeline timeline, Ontology ontology, Notices notices) {
        if (format instanceof SourceFormat.Csv csv) {
            return csv(csv, timeline, ontology, notices);
        }
        if (format instanceof SourceFormat.Rows rows) {
            return json(rows, timeline, ontology, notices);
        }
        return new RecordReader(timeline, covered(ontology));
    }

    private static Tombstones tombstones(
            TombstoneRule rule,
            SourceFormat format,
            Encoding keys,
            Timeline timeline,
            Ontology ontology) {
        return switch (rule) {
            case REJECT -> Tombstones.REJECT;
            case IGNORE -> Tombstones.IGNORE;
            case DELETE -> removals(Op.DELETE, format, keys, timeline, ontology);
            case ERASE -> removals(Op.ERASE, format, keys, timeline, ontology);
        };
    }

    private static Tombstones removals(
            Op op, SourceFormat format, Encoding keys, Timeline timeline, Ontology ontology) {
        RowMapping mapping = ((SourceFormat.Rows) format).mapping();
        return Tombstones.remove((RecordMapping) mapping, keys, op, timeline, covered(ontology));
    }

    private static Predicate<String> covered(Ontology ontology) {
        return entityType -> ontology.rules(entityType).isPresent();
    }
}
