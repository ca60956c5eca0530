package io.kindred.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.cli.StateSearch.Findings;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.OutputMode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.model.RecordIdentity;
import io.kindred.offline.FindTask.Hit;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an erasure did, and what it did not reach, as a JSON object. It names the records: keep it
 * where such names may be kept.
 */
final class ErasureCertificate {

    private static final String FILES_KEEP =
            "retracted by a new row without values; earlier rows stay in the files until they are"
                    + " removed or rewritten";
    private static final String TOPICS_KEEP =
            "retracted by a tombstone or a new row without values; earlier messages stay in the"
                    + " topic until it is compacted or their retention ends";
    private static final String TABLES_KEEP =
            "replaced by a row without values; the server's files have earlier rows until they are"
                    + " vacuumed, and its logs and backups longer. The state written has the rows"
                    + " that withdraw the records until the job takes its first checkpoint";
    private static final String LAKE_KEEPS =
            "deleted, or retracted by a new row without values; earlier rows stay in the table's"
                    + " files and snapshots until these are rewritten and expire";
    private static final String FINAL_KEEPS = "nothing was written yet: output is final";
    private static final String DEAD_LETTERS =
            "inputs that were rejected are there as they came, and may name the record";
    private static final String OLD_STATE = "is not changed; remove it";

    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    private ErasureCertificate() {}

    /**
     * A certificate.
     *
     * @param written the new state; empty if there was nothing to erase
     * @param erased what the state knew of the records that were erased
     * @param absent the records that the state did not know
     */
    static ErasureCertificate of(
            Instant time,
            JobConfig job,
            String read,
            Optional<String> written,
            List<Hit> erased,
            OptionalLong version,
            List<RecordIdentity> absent,
            Findings findings) {
        ErasureCertificate certificate = new ErasureCertificate();
        ObjectNode json = certificate.json;
        json.put("erased_at", time.toString());
        json.put("job", job.name());
        json.put("job_file", job.file());
        json.put("state_read", read);
        json.put("state_written", written.orElse(null));
        ArrayNode records = json.putArray("records");
        for (Hit hit : erased) {
            ObjectNode record = records.addObject();
            identity(record, hit.record());
            record.put("was", hit.isPresent() ? "current" : "not there");
            OptionalLong kept = version.isPresent() ? version : hit.version();
            record.put("version_kept", kept.isPresent() ? kept.getAsLong() : null);
            record.put("values_removed", hit.values());
            record.put("key_entries_removed", hit.keyEntries());
            record.put("decisions_kept_by_digest", hit.decisions());
        }
        ArrayNode unknown = json.putArray("not_in_state");
        absent.forEach(record -> identity(unknown.addObject(), record));
        certificate.outputs(job);
        certificate.outOfReach(job, read);
        findings(findings, json);
        return certificate;
    }

    private void outputs(JobConfig job) {
        ArrayNode outputs = json.putArray("outputs");
        job.sinks()
                .byOutput()
                .forEach(
                        (output, sink) -> {
                            if (output.isResult()) {
                                place(outputs, output, sink)
                                        .put(
                                                "keeps",
                                                job.output() == OutputMode.FINAL
                                                        ? FINAL_KEEPS
                                                        : keeps(sink));
                            }
                        });
    }

    private static String keeps(SinkConfig sink) {
        if (sink instanceof SinkConfig.Jdbc) {
            return TABLES_KEEP;
        }
        if (sink instanceof SinkConfig.Lake) {
            return LAKE_KEEPS;
        }
        return sink instanceof SinkConfig.Kafka ? TOPICS_KEEP : FILES_KEEP;
    }

    private void outOfReach(JobConfig job, String read) {
        ArrayNode outOfReach = json.putArray("out_of_reach");
        for (Output output : List.of(Output.DEAD_LETTERS, Output.ANSWERS)) {
            job.sinks()
                    .sink(output)
                    .ifPresent(
                            sink ->
                                    place(outOfReach, output, sink)
                                            .put(
                                                    "why",
                                                    output == Output.ANSWERS
                                                            ? "earlier answers may have its values"
                                                            : DEAD_LETTERS));
        }
        job.sources()
                .forEach(
                        source ->
                                outOfReach
                                        .addObject()
                                        .put("source", source.name())
                                        .put(
                                                "why",
                                                "is not changed, and may bring the record back"));
        outOfReach.addObject().put("state", read).put("why", OLD_STATE);
    }

    private static ObjectNode place(ArrayNode all, Output output, SinkConfig sink) {
        ObjectNode place = all.addObject().put("output", output.name().toLowerCase(Locale.ROOT));
        if (sink instanceof SinkConfig.Jdbc jdbc) {
            return place.put("type", "jdbc")
                    .put("url", jdbc.connection().url())
                    .put("table", jdbc.connection().schema() + '.' + jdbc.table());
        }
        if (sink instanceof SinkConfig.Lake lake) {
            return place.put("type", lake.format().name().toLowerCase(Locale.ROOT))
                    .put("table", lake.database() + '.' + lake.table());
        }
        if (sink instanceof SinkConfig.Kafka kafka) {
            return place.put("type", "kafka").put("topic", kafka.topic());
        }
        return place.put("type", "files").put("path", sink.place());
    }

    /** Adds what a search has found. */
    static void findings(Findings findings, ObjectNode json) {
        ArrayNode searched = json.putArray("states_searched");
        findings.searched().forEach(searched::add);
        ArrayNode holders = json.putArray("states_that_hold_them");
        findings.holders()
                .forEach(
                        holder -> {
                            ObjectNode state = holders.addObject().put("path", holder.path());
                            ArrayNode records = state.putArray("records");
                            holder.hits()
                                    .forEach(hit -> identity(records.addObject(), hit.record()));
                        });
        ArrayNode unread = json.putArray("states_not_read");
        findings.unread()
                .forEach(
                        each ->
                                unread.addObject()
                                        .put("path", each.path())
                                        .put("why", each.reason()));
    }

    private static void identity(ObjectNode json, RecordIdentity record) {
        json.put("entity_type", record.entityType());
        json.put("perspective", record.perspective());
        json.put("uid", record.uid());
    }

    @Override
    public String toString() {
        return json.toPrettyString() + '\n';
    }
}
