package io.kindred.cli;

import io.kindred.model.RecordIdentity;
import io.kindred.offline.Declaration;
import io.kindred.offline.decide.ConflictKind;
import io.kindred.offline.decide.ConflictList;
import io.kindred.offline.decide.DecideTask;
import io.kindred.offline.decide.DecisionDialogue;
import io.kindred.offline.decide.DecisionFile;
import io.kindred.offline.decide.DecisionSink;
import io.kindred.offline.decide.KnownDecisions;
import io.kindred.offline.decide.OpenConflict;
import io.kindred.offline.decide.OpenConflicts;
import io.kindred.offline.decide.RecordsTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Shows the open conflicts of a saved state to a person, and writes what the person decides. */
@Command(
        name = "decide",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Answer open conflicts, the worst first: shows two records side by side, asks whether"
                    + " they are the same, and appends the decision to a file or a Kafka topic.",
            "Reads a savepoint or retained checkpoint; the job does not have to run. The state is"
                    + " copied to a temporary folder and never changed. Decisions count once a job"
                    + " reads them from a source."
        },
        footer = {
            "",
            "Examples:",
            "  decide --state savepoints/savepoint-1 --to decisions.jsonl",
            "  decide --state savepoints/savepoint-1 --list --type person",
            "  decide --state savepoints/savepoint-1 --bootstrap-servers localhost:9092"
                    + " --topic decisions",
            "Exit code: 0 done, 1 no such conflict or failure, 2 wrong usage or state."
        })
public final class DecideCommand extends AbstractCommand {

    private static final int FAILED = 1;

    @Mixin private StateOption state = new StateOption();

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "file to append decisions to; what is decided there is not asked again")
    private @Nullable Path to;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers to send decisions to, instead of --to")
    private @Nullable String servers;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Kafka topic for decisions")
    private @Nullable String topic;

    @Option(
            names = "--client-properties",
            paramLabel = "FILE",
            description =
                    "properties of the Kafka client, such as security.protocol; a value may be"
                            + " $${env:NAME} or $${file:PATH}")
    private @Nullable Path clientProperties;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "who decides; default: the user name")
    private String by = System.getProperty("user.name");

    @Option(names = "--type", paramLabel = "TYPE", description = "only this entity type")
    private @Nullable String type;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            converter = KindConverter.class,
            description = "only this kind: indirect, constraint or direct")
    private @Nullable ConflictKind kind;

    @Option(names = "--conflict", paramLabel = "ID", description = "only this conflict")
    private @Nullable String conflict;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "the most conflicts, the worst ones; default: ${DEFAULT-VALUE}")
    private int limit = 100;

    @Option(names = "--again", description = "ask what is decided, too")
    private boolean isAskingAgain;

    @Option(names = "--list", description = "print the open conflicts and ask nothing")
    private boolean isList;

    @Option(names = "--json", description = "with --list: print a JSON object a line")
    private boolean isJson;

    private Optional<Reader> answers = Optional.empty();

    /** Called by picocli. */
    public DecideCommand() {}

    /** Takes answers from somewhere else than standard input. */
    void answerFrom(Reader reader) {
        answers = Optional.of(reader);
    }

    @Override
    public Integer call() throws Exception {
        checkUsage();
        if (isList) {
            return to == null ? list(KnownDecisions.NONE) : list(KnownDecisions.of(to));
        }
        if (to != null) {
            try (DecisionFile file = DecisionFile.open(to)) {
                KnownDecisions known = file.known();
                known.problems().stream().limit(3).forEach(this::warn);
                return ask(file, known);
            }
        }
        try (DecisionSink sink =
                DecisionTopic.open(
                        Objects.requireNonNull(servers),
                        Objects.requireNonNull(topic),
                        Optional.ofNullable(clientProperties))) {
            return ask(sink, KnownDecisions.NONE);
        }
    }

    private void checkUsage() {
        boolean isTopic = servers != null || topic != null || clientProperties != null;
        if (limit < 1) {
            throw invalidUsage("--limit is " + limit + ", expected 1 or more");
        }
        if (isJson && !isList) {
            throw invalidUsage("--json is for --list");
        }
        if (to != null && isTopic) {
            throw invalidUsage("expected --to or --bootstrap-servers and --topic, not both");
        }
        if (isTopic && (servers == null || topic == null)) {
            throw invalidUsage("expected --bootstrap-servers together with --topic");
        }
        if (to == null && !isTopic && !isList) {
            throw invalidUsage(
                    "expected --to, or --bootstrap-servers and --topic, where to write decisions;"
                            + " or --list");
        }
    }

    private int list(KnownDecisions known)
            throws IOException, InterruptedException, JobFailedException {
        OpenConflicts found = find(known, false);
        List<OpenConflict> worst = found.worst();
        if (conflict != null && worst.isEmpty()) {
            return noSuchConflict();
        }
        PrintWriter out = out();
        Optional<Declaration> declaration = found.declaration();
        if (declaration.isPresent() && isJson) {
            out.print(ConflictList.json(declaration.get().timeline(), worst));
        } else if (declaration.isPresent() && !worst.isEmpty()) {
            out.print(ConflictList.text(declaration.get(), worst));
        } else if (!isJson) {
            out.println("no open conflicts");
        }
        out.flush();
        return 0;
    }

    private int ask(DecisionSink sink, KnownDecisions known)
            throws IOException, InterruptedException, JobFailedException {
        OpenConflicts found = find(known, !isAskingAgain && conflict == null);
        lookUpMissing(found);
        List<OpenConflict> worst = found.worst();
        PrintWriter out = out();
        if (worst.isEmpty()) {
            if (conflict != null) {
                return noSuchConflict();
            }
            out.println("no open conflicts that nobody has decided about");
            out.flush();
            return 0;
        }
        DecisionDialogue dialogue =
                new DecisionDialogue(
                        answers.orElseGet(DecideCommand::terminal),
                        out,
                        sink,
                        Clock.systemUTC(),
                        new DecisionDialogue.Options(by, known.greatestVersion(), isAskingAgain));
        try {
            dialogue.run(found.declaration().orElseThrow(), worst, found::record);
        } catch (IOException e) {
            out.flush();
            warn("the last decision is not written to " + sink.name() + ": " + e.getMessage());
            return FAILED;
        }
        return 0;
    }

    private OpenConflicts find(KnownDecisions known, boolean isToBeAsked)
            throws IOException, InterruptedException, JobFailedException {
        DecideTask task =
                new DecideTask(
                        type,
                        kind,
                        conflict,
                        limit,
                        isToBeAsked,
                        DecideTask.joined(known.decided()));
        OpenConflicts found = new OpenConflicts(task);
        run().run(task, found);
        return found;
    }

    /** Constraint conflicts across shards come without the values of their records. */
    private void lookUpMissing(OpenConflicts found)
            throws IOException, InterruptedException, JobFailedException {
        Set<RecordIdentity> lookedUp = new HashSet<>();
        // What is answered in the state is known only then, so others may take its place.
        for (List<RecordIdentity> missing = found.missing();
                lookedUp.addAll(missing);
                missing = found.missing()) {
            run().run(RecordsTask.of(missing), found);
        }
    }

    private ColdRun run() {
        return ColdRun.onAnyState("decide", state.path(), err());
    }

    private int noSuchConflict() {
        warn("no open conflict " + conflict + " in " + state.path());
        return FAILED;
    }

    /** Standard input, in the character set of the terminal. */
    private static Reader terminal() {
        return System.console() != null
                ? System.console().reader()
                : new InputStreamReader(System.in, Charset.defaultCharset());
    }

    private static final class KindConverter implements ITypeConverter<ConflictKind> {

        @Override
        public ConflictKind convert(String name) {
            return ConflictKind.named(name)
                    .orElseThrow(
                            () ->
                                    new TypeConversionException(
                                            "expected indirect, constraint or direct but was '"
                                                    + name
                                                    + "'"));
        }
    }
}
