package io.kindred.cli;

import io.kindred.offline.EntityTask;
import io.kindred.offline.MatchTask;
import io.kindred.offline.NeighborsTask;
import io.kindred.offline.OfflineTask;
import io.kindred.offline.QueryTask;
import io.kindred.offline.RecordTask;
import io.kindred.offline.RegistrationTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers a question from a savepoint or retained checkpoint. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Query a savepoint or retained checkpoint: find entities by values, the entity of a"
                    + " record, the golden record and records of an entity, or how a new record"
                    + " would be resolved.",
            "The job need not run. The state is copied to a temporary folder and never changed."
        },
        footer = {
            "",
            "Examples:",
            "  query --state savepoints/savepoint-1 --type person --where email=ann@x.org",
            "  query --state savepoints/savepoint-1 --type person --record crm C-1",
            "  query --state savepoints/savepoint-1 --entity person-08fb514315d821ba6a3c7b7e0f0ee0a3",
            "  query --state savepoints/savepoint-1 --match '{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"9\",\"descriptors\":[{\"attr\":\"email\",\"value\":\"ann@x.org\"}]}'",
            "Exit code: 0 answered, 1 no such record or entity, or failure, 2 wrong usage or state,"
                    + " or a record of --match that would meet too many others."
        })
public final class QueryCommand extends AbstractCommand {

    private static final int NOT_FOUND = 1;

    @Mixin private StateOption state = new StateOption();

    @Option(names = "--type", paramLabel = "TYPE", description = "entity type to query")
    private @Nullable String type;

    @Option(
            names = "--where",
            paramLabel = "ATTRIBUTE=VALUE",
            description = "a value that a record of the entity asserts; may be repeated")
    private List<String> where = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "start of the queried time, in the format of times in records")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "end of the queried time, exclusive")
    private @Nullable String to;

    @Option(
            names = "--record",
            arity = "2",
            paramLabel = "PERSPECTIVE UID",
            hideParamSyntax = true,
            description = "find the entity of this record of --type")
    private List<String> record = new ArrayList<>();

    @Option(
            names = "--entity",
            paramLabel = "ID",
            description = "print the golden record and the records of this entity")
    private @Nullable String entity;

    @Option(
            names = "--match",
            paramLabel = "RECORD",
            description =
                    "a record as one JSON object: say how it would be resolved if it arrived now")
    private @Nullable String match;

    @Option(names = "--json", description = "print one JSON object on a line instead of text")
    private boolean json;

    /** Called by picocli. */
    public QueryCommand() {}

    @Override
    public Integer call() throws Exception {
        int asked = (where.isEmpty() ? 0 : 1) + (record.isEmpty() ? 0 : 1);
        if (asked + (entity == null ? 0 : 1) + (match == null ? 0 : 1) != 1) {
            throw invalidUsage("expected one of --where, --record, --entity and --match");
        }
        if (type != null && (entity != null || match != null)) {
            throw invalidUsage("--type is only for --where and --record");
        }
        if ((from != null || to != null) && where.isEmpty()) {
            throw invalidUsage("--from and --to are only for --where");
        }
        if (match != null) {
            return match(match);
        }
        if (!record.isEmpty()) {
            String entityType = type();
            checkIdentity();
            return lookUp(
                    new RecordTask(entityType, record.get(0), record.get(1), json),
                    "no record " + entityType + "/" + record.get(0) + "/" + record.get(1));
        }
        if (entity != null) {
            return lookUp(new EntityTask(entity, json), "no entity " + entity);
        }
        QueryTask.Answers answers = new QueryTask.Answers();
        cold().run(query(), answers);
        print(answers.print(json));
        return 0;
    }

    private QueryTask query() {
        List<String> attributes = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String condition : where) {
            int sign = condition.indexOf('=');
            if (sign < 1) {
                throw invalidUsage("--where is '" + condition + "', expected ATTRIBUTE=VALUE");
            }
            attributes.add(condition.substring(0, sign));
            values.add(condition.substring(sign + 1));
        }
        return new QueryTask(type(), attributes, values, from, to);
    }

    /**
     * With several shards this takes two runs: the first reads what the registry keeps of the
     * record, the second gathers from the shards the records that share key values with it.
     */
    private int match(String record) throws Exception {
        MatchTask task = new MatchTask(record, json);
        ColdRun cold = cold();
        if (cold.state().shards() == 1) {
            return lookUp(cold, task, "no records");
        }
        List<byte[]> registrations = new ArrayList<>();
        cold.run(new RegistrationTask(task.identity().joined()), registrations::add);
        NeighborsTask neighbors = new NeighborsTask(record, registrations, cold.state().now());
        NeighborsTask.Parts parts = new NeighborsTask.Parts(neighbors);
        cold.run(neighbors, parts);
        Optional<String> found = parts.print(json);
        if (found.isEmpty()) {
            warn("no records in " + state.path());
            return NOT_FOUND;
        }
        print(found.get());
        return 0;
    }

    private int lookUp(OfflineTask task, String absent) throws Exception {
        return lookUp(cold(), task, absent);
    }

    private int lookUp(ColdRun cold, OfflineTask task, String absent) throws Exception {
        List<String> found = new ArrayList<>();
        cold.run(task, row -> found.add(new String(row, StandardCharsets.UTF_8)));
        if (found.isEmpty()) {
            warn(absent + " in " + state.path());
            return NOT_FOUND;
        }
        print(found.get(0));
        return 0;
    }

    private ColdRun cold() {
        return ColdRun.onAnyState("query", state.path(), err());
    }

    private String type() {
        if (type == null || type.isEmpty()) {
            throw invalidUsage("expected --type with the entity type to query");
        }
        return type;
    }

    private void checkIdentity() {
        if (record.get(0).isEmpty() || record.get(1).isEmpty()) {
            throw invalidUsage("--record expects a perspective and a uid, neither of them empty");
        }
    }
}
