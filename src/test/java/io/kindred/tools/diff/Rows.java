package io.kindred.tools.diff;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.codec.OntologyDocument;
import io.kindred.codec.StrictYaml;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.Digest;
import io.kindred.temporal.Timeline;
import io.kindred.tools.store.FedRow;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.StoredRow;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Rows of a small result, with entities of type {@code t} and records of perspective {@code s}. */
final class Rows {

    static final Set<Output> ALL =
            EnumSet.of(Output.ENTITIES, Output.ASSIGNMENTS, Output.CONFLICTS, Output.RECORDS);

    private final String name;
    private final List<FedRow> rows = new ArrayList<>();
    private final Map<String, ObjectNode> records = new TreeMap<>();
    private int maxRecords = 10;

    Rows(String name) {
        this.name = name;
    }

    /** Rules that differ by a number. */
    Rows rules(int maxRecordsOfKey) {
        this.maxRecords = maxRecordsOfKey;
        return this;
    }

    /** An entity with one golden value. */
    Rows entity(String id, String golden, String... uids) {
        ObjectNode row = row("active").put("entity_id", id);
        ArrayNode list = row.putArray("records");
        for (String uid : uids) {
            list.addObject().put("perspective", "s").put("uid", uid);
            add(Output.ASSIGNMENTS, named(uid).put("entity_id", id));
            if (!records.containsKey(uid)) {
                says(uid, "x");
            }
        }
        row.putArray("golden")
                .addObject()
                .put("attr", "a")
                .put("value", golden)
                .putNull("start")
                .putNull("end");
        return add(Output.ENTITIES, row);
    }

    /** A record that is in an entity, of which there is no row yet. */
    Rows assigned(String uid, String id) {
        says(uid, "x");
        return add(Output.ASSIGNMENTS, named(uid).put("entity_id", id));
    }

    /** What a record says, if not the same as others. */
    Rows says(String uid, String value) {
        ObjectNode row = records.computeIfAbsent(uid, this::named);
        row.putArray("descriptors")
                .addObject()
                .put("attr", "a")
                .put("value", value)
                .putNull("start")
                .putNull("end");
        if (!row.has("digest")) {
            row.putNull("digest").putArray("decisions");
        }
        return this;
    }

    /** Decides about two records; the second one need not be there. */
    Rows decided(String verdict, String uid, String other) {
        if (!records.containsKey(uid)) {
            says(uid, "x");
        }
        ObjectNode row = records.get(uid).put("digest", digest(uid));
        row.withArray("decisions")
                .addObject()
                .put("other", digest(other))
                .put("decision", verdict)
                .put("reason_half", "");
        return this;
    }

    Rows conflict(String id, String value, String entity, String... uids) {
        ObjectNode row =
                row("open")
                        .put("conflict_id", id)
                        .put("kind", "direct")
                        .put("entity_id", entity)
                        .put("attr", "a")
                        .putNull("start")
                        .putNull("end")
                        .put("scope", "entity");
        ArrayNode of = row.putArray("values").addObject().put("value", value).putArray("records");
        row.putArray("violates");
        ArrayNode list =
                row.putArray("entities")
                        .addObject()
                        .put("entity_id", entity)
                        .putNull("role")
                        .putArray("records");
        for (String uid : uids) {
            of.addObject().put("perspective", "s").put("uid", uid);
            list.addObject().put("perspective", "s").put("uid", uid);
        }
        return add(Output.CONFLICTS, row);
    }

    /** Each result has digests of its own. */
    private String digest(String uid) {
        return Digest.hex(List.of(name, uid)).substring(0, 32);
    }

    private ObjectNode named(String uid) {
        return row("active").put("perspective", "s").put("uid", uid);
    }

    private static ObjectNode row(String status) {
        return StoredRow.JSON
                .createObjectNode()
                .put("entity_type", "t")
                .put("status", status)
                .put("revision", 1);
    }

    private Rows add(Output output, ObjectNode row) {
        rows.add(new FedRow(output, row.toString().getBytes(StandardCharsets.UTF_8), 0, false));
        return this;
    }

    /** Puts all rows into a store. */
    ComparedResult in(Path folder, Set<Output> outputs) {
        List<FedRow> all = new ArrayList<>(rows);
        records.values()
                .forEach(
                        row ->
                                all.add(
                                        new FedRow(
                                                Output.RECORDS,
                                                row.toString().getBytes(StandardCharsets.UTF_8),
                                                0,
                                                false)));
        OntologyDocument rules =
                OntologyDocument.of(
                        StrictYaml.read(
                                "rules",
                                """
                                entity_types:
                                  t:
                                    identity_keys: [{name: k, attributes: [a], max_records: %d}]
                                """
                                        .formatted(maxRecords)));
        OutputStore store =
                OutputStore.open(folder.resolve(name), rules, Timeline.INTEGER, outputs, 8 << 20);
        store.apply(all, Map.of());
        return new ComparedResult(name, store, rules);
    }
}
