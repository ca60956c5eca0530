package io.kindred.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.cli.StateSearch.Findings;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.topology.SavedState;
import io.kindred.flink.topology.StateFolders;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.offline.FindTask.Hit;
import io.kindred.offline.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Erases records from the state of a stopped job. */
@Command(
        name = "erase",
        sortOptions = false,
        description = {
            "Erase records from the savepoint of a stopped job: write a savepoint without them, from"
                    + " which the job goes on.",
            "Withdraws their rows from the job's outputs, and prints a certificate: what was"
                    + " removed, and what is out of reach. The job's sources are not read, and go on"
                    + " where they were. The old state is never changed. Runs in this process.",
            "Stop any job with the same name or transactional_id_prefix first: the run would abort"
                    + " its transactions."
        },
        footer = {
            "",
            "Examples:",
            "  erase job.yaml --state savepoints/savepoint-1 --to savepoints --record person/crm/C-1",
            "  erase --find --record person/crm/C-1 --checkpoints checkpoints --checkpoints savepoints",
            "Exit code: 0 done, or with --find no state holds the records; 1 no such record, a state"
                    + " holds one or could not be searched, or failure; 2 wrong usage, state or job"
                    + " file."
        })
public final class EraseCommand extends AbstractCommand {

    private static final int NOT_FOUND = 1;

    @Parameters(
            arity = "0..1",
            paramLabel = "JOB.yaml",
            description = "job file of the job; not with --find")
    private @Nullable Path jobFile;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "folder of the newest savepoint or retained checkpoint of the job")
    private @Nullable String state;

    @Option(
            names = "--to",
            paramLabel = "FOLDER",
            description = "folder in which to create the new savepoint")
    private @Nullable String to;

    @Mixin private RecordOptions records = new RecordOptions();

    @Option(
            names = "--version",
            paramLabel = "N",
            description =
                    "version of the erasure: what comes later with a lesser one stays erased."
                            + " Default: the version that the record has")
    private @Nullable Long version;

    @Option(
            names = "--if-present",
            description = "leave out records that the state does not know, instead of failing")
    private boolean ifPresent;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description =
                    "write the certificate to this file, and print the path of the savepoint."
                            + " Default: print the certificate")
    private @Nullable Path certificate;

    @Option(
            names = "--checkpoints",
            paramLabel = "DIR",
            description =
                    "search the checkpoints and savepoints in this folder for the records; may be"
                            + " repeated. Default: the folder that STATE is in, and those that the"
                            + " job file names")
    private List<String> checkpoints = new ArrayList<>();

    @Option(
            names = "--find",
            description = "only search the folders of --checkpoints for the records")
    private boolean isSearch;

    @Mixin private FormatOption format = new FormatOption();

    @Mixin private ParallelismOption parallelism = new ParallelismOption();

    // The standard options of other commands have a --version of their own.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the annotation only
    private boolean isHelp;

    /** Called by picocli. */
    public EraseCommand() {}

    @Override
    public Integer call() throws Exception {
        return isSearch ? find() : erase();
    }

    private int find() throws Exception {
        if (jobFile != null || state != null || to != null) {
            throw invalidUsage("--find expects neither JOB.yaml nor --state nor --to");
        }
        if (checkpoints.isEmpty()) {
            throw invalidUsage("--find expects --checkpoints DIR with the folders to search");
        }
        Findings findings = new StateSearch(records.read(), err()).below(checkpoints, Set.of());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ErasureCertificate.findings(findings, json);
        write(json.toPrettyString() + '\n');
        return findings.holders().isEmpty() && findings.unread().isEmpty() ? 0 : NOT_FOUND;
    }

    private int erase() throws Exception {
        Path file = given(jobFile, "JOB.yaml, the job file of the job");
        String from =
                SavepointRun.path(given(state, "--state STATE, the state of the stopped job"));
        String folder =
                SavepointRun.uri(given(to, "--to FOLDER, where to create the new savepoint"));
        OptionalInt wantedParallelism = parallelism.checked(spec());
        List<RecordIdentity> wanted = records.read();
        checkCertificate();
        JobConfig job = JobConfigReader.read(file);
        SavedState.openSettled(from);
        StateSearch search = new StateSearch(wanted, err());
        List<Hit> known = search.in(from);
        List<RecordIdentity> absent = absent(wanted, known);
        if (isRefused(known, absent, from)) {
            return NOT_FOUND;
        }
        Optional<String> written = Optional.empty();
        if (!known.isEmpty()) {
            written =
                    Optional.of(
                            new EraseRun(job, from, wantedParallelism, erasures(known))
                                    .run(folder, format.value()));
            check(search, written.get());
        }
        certify(job, from, written, known, absent, search);
        return 0;
    }

    /** So that the run does not fail when all is done. */
    private void checkCertificate() {
        Path folder = certificate == null ? null : certificate.toAbsolutePath().getParent();
        if (folder != null && !Files.isWritable(folder)) {
            throw new InvalidRequestException("--certificate: cannot write to " + folder);
        }
    }

    private List<SourceRecord> erasures(List<Hit> known) {
        return known.stream().map(hit -> SourceRecord.erase(hit.record(), version())).toList();
    }

    private OptionalLong version() {
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }

    private static List<RecordIdentity> absent(List<RecordIdentity> wanted, List<Hit> known) {
        Set<RecordIdentity> found = known.stream().map(Hit::record).collect(Collectors.toSet());
        return wanted.stream().filter(record -> !found.contains(record)).toList();
    }

    /** Prints a line for each record that cannot be erased. */
    private boolean isRefused(List<Hit> known, List<RecordIdentity> absent, String from) {
        boolean isRefused = false;
        for (RecordIdentity record : absent) {
            warn("no record " + record + " in " + from + ", or it has been erased");
            isRefused |= !ifPresent;
        }
        for (Hit hit : known) {
            if (version().isPresent()
                    && hit.version().isPresent()
                    && version().getAsLong() < hit.version().getAsLong()) {
                warn(
                        hit.record()
                                + " has version "
                                + hit.version().getAsLong()
                                + ", so that an erasure of version "
                                + version().getAsLong()
                                + " would be ignored; expected at least that, or no --version");
                isRefused = true;
            }
        }
        if (isRefused) {
            warn("nothing was erased");
        }
        return isRefused;
    }

    /** An erasure that did not work must not look like one that did. */
    private static void check(StateSearch search, String written) throws Exception {
        List<Hit> left = search.in(written);
        if (!left.isEmpty()) {
            throw JobFailedException.because(
                    "erase: "
                            + written
                            + " still holds "
                            + left.stream()
                                    .map(hit -> hit.record().toString())
                                    .collect(Collectors.joining(", ")),
                    new IllegalStateException("records are left"));
        }
    }

    private void certify(
            JobConfig job,
            String from,
            Optional<String> written,
            List<Hit> erased,
            List<RecordIdentity> absent,
            StateSearch search)
            throws IOException, InterruptedException {
        Instant time = Instant.now();
        Findings findings =
                search.below(
                        checkpoints.isEmpty() ? StateFolders.likely(from, job) : checkpoints,
                        written.map(StateFolders::normal).map(Set::of).orElse(Set.of()));
        write(
                ErasureCertificate.of(time, job, from, written, erased, version(), absent, findings)
                        .toString());
        if (certificate != null && written.isPresent()) {
            print(written.get() + System.lineSeparator());
        }
    }

    private void write(String text) throws IOException {
        if (certificate == null) {
            print(text);
        } else {
            Files.writeString(certificate, text);
        }
    }

    private <T> T given(@Nullable T value, String what) {
        if (value == null) {
            throw invalidUsage("expected " + what);
        }
        return value;
    }
}
