package io.kindred.offline.decide;

import io.kindred.model.Conflict;
import io.kindred.model.Conflict.Side;
import io.kindred.model.Decision;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.offline.Declaration;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.ColdShard.Placed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Asks a person about the records of conflicts, and writes each decision at once.
 *
 * <p>Within a dialogue nobody is asked twice about the same two entities: the first answer may
 * resolve the other conflicts between them, too. Nor about what follows: if 1 and 2 are the same,
 * and 1 and 3 are different, nobody is asked about 2 and 3. Unless a decision in the state says
 * otherwise, which would then contradict the answers.
 */
public final class DecisionDialogue {

    private static final String CHOICES = "same (s), different (d), skip (k), quit (q): ";

    private final BufferedReader in;
    private final PrintWriter out;
    private final DecisionSink sink;
    private final Clock clock;
    private final Options options;
    private final Answered answered = new Answered();
    private final VersionClock versions;
    private int written;
    private int skipped;
    private int leftOut;
    private boolean isAsked;
    private boolean isOver;

    /**
     * @param by who decides
     * @param greatestVersion the greatest version of all decisions that are known
     * @param isAskingAgain whether to ask what is answered, too
     */
    public record Options(String by, long greatestVersion, boolean isAskingAgain) {}

    /**
     * @param in the person's answers, a line each; its end means to quit
     */
    public DecisionDialogue(
            Reader in, PrintWriter out, DecisionSink sink, Clock clock, Options options) {
        this.in = new BufferedReader(in);
        this.out = out;
        this.sink = sink;
        this.clock = clock;
        this.options = options;
        this.versions = new VersionClock(clock, options.greatestVersion());
    }

    private enum Choice {
        SAME,
        DIFFERENT,
        SKIP,
        QUIT
    }

    /**
     * Asks until all is answered or the person quits.
     *
     * @param conflicts the worst first
     * @param records looks up the records of questions; one that is not found is not asked about
     * @throws IOException if an answer cannot be read or a decision not be written
     */
    public void run(
            Declaration declaration,
            List<OpenConflict> conflicts,
            Function<RecordIdentity, Optional<Placed>> records)
            throws IOException {
        TimeText times = new TimeText(declaration.timeline());
        ConflictText text = new ConflictText(times);
        SideBySide table = new SideBySide(times);
        int number = 0;
        for (OpenConflict open : conflicts) {
            number++;
            boolean isShown = false;
            for (PairQuestion question : open.questions()) {
                Optional<Placed> left = records.apply(question.left());
                Optional<Placed> right = records.apply(question.right());
                if (isOver || left.isEmpty() || right.isEmpty()) {
                    continue;
                }
                Optional<StoredDecision> before = StoredDecision.of(left.get(), right.get());
                if (!isAsked(open, question, before)) {
                    continue;
                }
                if (!isShown) {
                    isShown = true;
                    isAsked = true;
                    title(number, conflicts.size(), open);
                    out.print(text.of(open.conflict()));
                }
                out.println();
                out.print(table.of(rules(declaration, open.conflict()), left.get(), right.get()));
                out.print(ConflictText.lines(about(open.conflict(), question), ""));
                before.filter(StoredDecision::isInForce)
                        .ifPresent(held -> out.print(ConflictText.lines(text(held), "")));
                ask(question, before.map(StoredDecision::version).orElse(OptionalLong.empty()));
            }
        }
        summary();
    }

    private static String text(StoredDecision before) {
        return "Decided before: "
                + before.verdict().text()
                + (before.reason().isEmpty()
                        ? "."
                        : ", because '" + Columns.cut(before.reason()) + "'.");
    }

    private boolean isAsked(
            OpenConflict open, PairQuestion question, Optional<StoredDecision> before) {
        if (options.isAskingAgain() || isContradicted(question, before)) {
            return true;
        }
        if (answered.isAnswered(open.conflict(), question)) {
            leftOut += question.isAnswered() ? 0 : 1;
            return false;
        }
        return true;
    }

    /**
     * Whether it follows from the answers that the two are the same, and the state holds them
     * apart.
     */
    private boolean isContradicted(PairQuestion question, Optional<StoredDecision> before) {
        return !question.isAnswered()
                && answered.followsSame(question)
                && before.filter(held -> held.isInForce() && held.verdict() == Verdict.DIFFERENT)
                        .isPresent();
    }

    private static EntityTypeRules rules(Declaration declaration, Conflict conflict) {
        return declaration
                .ontology()
                .rules(conflict.entityType())
                .orElseGet(() -> new EntityTypeRules(List.of(), List.of(), List.of(), Map.of()));
    }

    private void title(int number, int count, OpenConflict open) {
        out.println();
        out.print(
                ConflictText.lines(
                        String.format(
                                "Conflict %d of %d (%s, %s), id %s",
                                number,
                                count,
                                ConflictKind.of(open.conflict()).text(),
                                open.conflict().entityType(),
                                open.id()),
                        ""));
    }

    /** What the records are to each other. */
    private static String about(Conflict conflict, PairQuestion question) {
        if (conflict instanceof Conflict.Direct) {
            return "Both records are in "
                    + question.leftEntity()
                    + ". 'different' takes them apart. 'same' keeps them together, and the conflict"
                    + " stays open until a record is corrected.";
        }
        return place(conflict, question.left(), question.leftEntity())
                + " "
                + place(conflict, question.right(), question.rightEntity());
    }

    private static String place(Conflict conflict, RecordIdentity record, String entityId) {
        String place = ConflictText.name(record) + " is in " + entityId;
        if (conflict instanceof Conflict.Indirect indirect) {
            for (Side side : indirect.sides()) {
                int others = side.records().size() - 1;
                if (side.entityId().equals(entityId) && others > 0) {
                    return place + ", with " + ConflictText.count(others, "other record") + ".";
                }
            }
        }
        return place + ".";
    }

    private void ask(PairQuestion question, OptionalLong knownVersion) throws IOException {
        out.print(
                ConflictText.lines(
                        String.format(
                                "Are %s and %s the same %s?",
                                ConflictText.name(question.left()),
                                ConflictText.name(question.right()),
                                question.left().entityType()),
                        ""));
        switch (choice()) {
            case SAME -> decide(question, Verdict.SAME, knownVersion);
            case DIFFERENT -> decide(question, Verdict.DIFFERENT, knownVersion);
            case SKIP -> skipped++;
            case QUIT -> isOver = true;
        }
    }

    private Choice choice() throws IOException {
        while (true) {
            Optional<String> line = line(CHOICES);
            if (line.isEmpty()) {
                return Choice.QUIT;
            }
            switch (line.get().toLowerCase(Locale.ROOT)) {
                case "s", "same" -> {
                    return Choice.SAME;
                }
                case "d", "different" -> {
                    return Choice.DIFFERENT;
                }
                case "k", "skip" -> {
                    return Choice.SKIP;
                }
                case "q", "quit" -> {
                    return Choice.QUIT;
                }
                default -> out.println("Please type s, d, k or q.");
            }
        }
    }

    private void decide(PairQuestion question, Verdict verdict, OptionalLong knownVersion)
            throws IOException {
        Optional<String> reason = line("Reason (Enter for none): ");
        if (reason.isEmpty()) {
            out.println("Nothing was written about these two records.");
            isOver = true;
            return;
        }
        long version = versions.next(knownVersion);
        Decision decision =
                Decision.about(
                        question.left(),
                        question.right(),
                        OptionalLong.of(version),
                        Op.UPSERT,
                        verdict,
                        reason.get());
        sink.append(decision, options.by(), Instant.ofEpochMilli(clock.millis()));
        written++;
        answered.add(question.pair());
        answered.place(question.left(), question.leftEntity());
        answered.place(question.right(), question.rightEntity());
        if (verdict == Verdict.SAME) {
            answered.merge(question.leftEntity(), question.rightEntity());
        }
        out.println("Written: " + verdict.text() + ".");
    }

    /** The person's next line, without spaces around it; empty if there is none. */
    private Optional<String> line(String prompt) throws IOException {
        out.print(prompt);
        out.flush();
        String line = in.readLine();
        if (line == null) {
            out.println();
            return Optional.empty();
        }
        return Optional.of(line.strip());
    }

    private void summary() {
        out.println();
        if (!isAsked) {
            out.print(
                    ConflictText.lines(
                            "There is nothing to ask: it is decided (--again asks again), or no"
                                    + " decision about two records can resolve it.",
                            ""));
        }
        out.print(
                ConflictText.lines(
                        ConflictText.count(written, "decision")
                                + " written to "
                                + sink.name()
                                + ", "
                                + ConflictText.count(skipped, "question")
                                + " skipped.",
                        ""));
        if (leftOut > 0) {
            out.print(
                    ConflictText.lines(
                            ConflictText.count(leftOut, "question")
                                    + " not asked, because your answers decide about the same"
                                    + " entities or values. Run this again on a later state to see"
                                    + " what is left.",
                            ""));
        }
        out.flush();
    }
}
