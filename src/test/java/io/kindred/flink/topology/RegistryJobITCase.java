package io.kindred.flink.topology;

import io.kindred.codec.DeadLetter;
import io.kindred.codec.OntologyReader;
import io.kindred.flink.config.JobConfig;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.oracle.Oracle;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.FramedBytes;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.KafkaBroker;
import io.kindred.testkit.PeopleRows;
import io.kindred.testkit.ProtobufBytes;
import io.kindred.testkit.RegistryStub;
import io.kindred.testkit.SharedBroker;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Topics with schemas, through failures of the job and of the registry. */
@ExtendWith(SharedCluster.class)
class RegistryJobITCase {

    private static final int VERSIONS = 600;
    private static final int FAILURES = 2;
    private static final int PARTITIONS = 2;
    private static final long SEED = 71;

    private static final Schema ROW = PeopleRows.schema();
    private static final Schema EVENT =
            SchemaBuilder.record("Envelope")
                    .fields()
                    .name("before")
                    .type(Schema.createUnion(Schema.create(Schema.Type.NULL), ROW))
                    .noDefault()
                    .name("after")
                    .type(Schema.createUnion(Schema.create(Schema.Type.NULL), ROW))
                    .noDefault()
                    .requiredString("op")
                    .endRecord();

    private static final KafkaBroker BROKER = SharedBroker.get();

    @TempDir private Path folder;

    @Test
    void endsAsTheOracleSaysThoughItFails() throws Exception {
        List<SourceRecord> records = PeopleRows.versions(SEED, VERSIONS);
        try (RegistryStub registry = RegistryStub.start();
                Disturbance failures = new Disturbance("registry", SEED, FAILURES)) {
            registry.schema(1, "", ROW.toString())
                    .schema(2, "PROTOBUF", proto())
                    .schema(3, "AVRO", EVENT.toString())
                    .fail(4, 503);
            send("avro", PeopleRows.of(records, "crm"));
            send("protobuf", PeopleRows.of(records, "erp"));
            send("events", PeopleRows.of(records, "web"));
            BROKER.send(
                    new ProducerRecord<>("registry-avro", 0, null, FramedBytes.of(9, new byte[3])));
            JobConfig config = job(registry).config();
            StreamExecutionEnvironment env =
                    JobRun.environment(config, SharedCluster.PARALLELISM, new Configuration());
            JobGraphBuilder.build(env, config, failures::disturb);

            env.execute("registry");

            assertThat(failures.failuresLeft()).isZero();
            FoldedOutputs folded = FoldedOutputs.read(config);
            assertThat(folded.result())
                    .isEqualTo(
                            new Oracle(
                                            OntologyReader.read(
                                                    "ontology.yaml", CollidingPeople.ONTOLOGY),
                                            Timeline.INTEGER,
                                            records)
                                    .result());
            assertThat(folded.deadLetters())
                    .extracting(DeadLetter::error)
                    .containsExactly("schema 9 is not in the registry at " + registry.url());
        }
    }

    private TestJob job(RegistryStub registry) {
        Map<String, Object> crm = source("avro", "avro", "crm");
        crm.put("op", "op");
        Map<String, Object> erp = source("protobuf", "protobuf", "erp");
        erp.put("op", "op");
        return new TestJob(folder, CollidingPeople.ONTOLOGY)
                .with("kafka", Map.of("bootstrap_servers", BROKER.servers()))
                .with("schema_registry", Map.of("url", registry.url()))
                .restarting()
                .source(crm)
                .source(erp)
                .source(source("events", "debezium", "web"));
    }

    private static Map<String, Object> source(String topic, String format, String perspective) {
        Map<String, Object> source = new LinkedHashMap<>(PeopleRows.mapping(perspective));
        source.putAll(
                Map.of(
                        "type",
                        "kafka",
                        "name",
                        topic,
                        "topic",
                        "registry-" + topic,
                        "format",
                        format,
                        "end",
                        "latest"));
        return source;
    }

    private static void send(String topic, List<SourceRecord> records) throws Exception {
        BROKER.create("registry-" + topic, PARTITIONS);
        int partition = 0;
        for (SourceRecord each : records) {
            byte[] value =
                    switch (topic) {
                        case "avro" -> FramedBytes.avro(1, ROW, PeopleRows.avro(ROW, each));
                        case "protobuf" -> FramedBytes.protobuf(2, protobuf(each), 0);
                        default -> FramedBytes.avro(3, EVENT, event(each));
                    };
            partition = (partition + 1) % PARTITIONS;
            BROKER.send(new ProducerRecord<>("registry-" + topic, partition, null, value));
        }
    }

    private static GenericData.Record event(SourceRecord record) {
        boolean isDelete = record.op() == Op.DELETE;
        GenericData.Record event = new GenericData.Record(EVENT);
        event.put(isDelete ? "before" : "after", PeopleRows.avro(ROW, record));
        event.put("op", isDelete ? "d" : "c");
        return event;
    }

    private static String proto() {
        StringBuilder text = new StringBuilder("syntax = \"proto3\"; message Person {\n");
        List<String> fields = PeopleRows.fields();
        for (String field : fields) {
            text.append("optional ")
                    .append(PeopleRows.isText(field) ? "string " : "int64 ")
                    .append(field)
                    .append(" = ")
                    .append(fields.indexOf(field) + 1)
                    .append(";\n");
        }
        return text.append("}\n").toString();
    }

    private static byte[] protobuf(SourceRecord record) {
        ProtobufBytes out = new ProtobufBytes();
        PeopleRows.row(record)
                .forEach(
                        (field, value) -> {
                            int tag = PeopleRows.fields().indexOf(field) + 1;
                            if (value instanceof String text) {
                                out.text(tag, text);
                            } else {
                                out.number(tag, (long) value);
                            }
                        });
        return out.bytes();
    }
}
