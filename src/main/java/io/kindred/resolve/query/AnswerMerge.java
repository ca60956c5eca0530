package io.kindred.resolve.query;

import io.kindred.model.Answer.Explained;
import io.kindred.model.Answer.Found;
import io.kindred.model.Answer.Matches;
import io.kindred.model.Answer.OneEntity;
import io.kindred.model.Explanation;
import io.kindred.model.Explanation.NotLinked;
import io.kindred.model.Explanation.OfCompared;
import io.kindred.model.Explanation.OfPair;
import io.kindred.model.Explanation.OfRecord;
import io.kindred.model.Explanation.Seen;
import io.kindred.model.Explanation.Unknown;
import io.kindred.model.PairEvidence;
import io.kindred.model.QueryAnswer;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.model.Question;
import io.kindred.model.Question.Subject;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.ontology.Ontology;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.ShownRow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Merges what several shards found into one answer. While a record or entity is being handed over,
 * two owners may return it; then the greatest owner wins.
 */
public final class AnswerMerge {

    private final Ontology ontology;

    public AnswerMerge(Ontology ontology) {
        this.ontology = ontology;
    }

    /**
     * The merged result.
     *
     * @param byOwner the parts, all of the kind that the subject asks for; may be empty
     */
    public Found merge(Subject subject, SortedMap<Integer, Found> byOwner) {
        if (subject instanceof Question.Values) {
            SortedMap<Integer, List<Match>> matches = new TreeMap<>();
            byOwner.forEach(
                    (owner, part) -> matches.put(owner, ((Matches) part).answer().matches()));
            return new Matches(matches(matches));
        }
        // The greatest owner first.
        Collection<Found> parts = new TreeMap<>(byOwner).descendingMap().values();
        if (subject instanceof Question.EntityOf || subject instanceof Question.ById) {
            return new OneEntity(
                    parts.stream()
                            .map(part -> ((OneEntity) part).entity())
                            .flatMap(Optional::stream)
                            .findFirst());
        }
        Question.Why why = (Question.Why) subject;
        return new Explained(
                why.second().isPresent()
                        ? pair(why.first(), why.second().get(), parts)
                        : record(why.first(), parts));
    }

    /**
     * The revision of the output row that shows the requested record in the entity found. Empty if
     * the row shows something else, since it may be of another time.
     *
     * @param found the merged result
     * @param shown the row of the record's assignment, if known
     */
    public static OptionalLong revision(Subject subject, Found found, Optional<ShownRow> shown) {
        if (!(subject instanceof Question.EntityOf asked) || shown.isEmpty()) {
            return OptionalLong.empty();
        }
        boolean isOfEntity =
                ((OneEntity) found)
                        .entity()
                        .map(entity -> new Update.Assigned(asked.record(), entity.id()))
                        .flatMap(assigned -> EncodedUpdate.of(assigned).shown())
                        .equals(Optional.of(shown.get().digest()));
        return isOfEntity ? OptionalLong.of(shown.get().revision()) : OptionalLong.empty();
    }

    /** The merged answer to a question by values, from what each owner found. */
    public static QueryAnswer matches(SortedMap<Integer, List<Match>> byOwner) {
        List<Match> all = new ArrayList<>();
        Set<String> covered = new HashSet<>();
        for (List<Match> part : new TreeMap<>(byOwner).descendingMap().values()) {
            List<Match> matches =
                    part.stream().filter(match -> !covered.contains(match.entityId())).toList();
            matches.forEach(match -> covered.add(match.entityId()));
            all.addAll(matches);
        }
        all.sort(EntityMatches.ORDER);
        return new QueryAnswer(all, EntityMatches.firstOverlap(all));
    }

    private static Explanation record(RecordIdentity record, Collection<Found> parts) {
        return parts.stream()
                .map(part -> ((Explained) part).explanation())
                .filter(part -> Explainer.plainRecord(part).seen().isPresent())
                .findFirst()
                .orElseGet(() -> new OfRecord(record, Optional.empty(), List.of(), 0));
    }

    /**
     * An owner that has both records knows the whole answer. If no owner has both, they are in
     * different components, since an owner has all of a component.
     */
    private Explanation pair(RecordIdentity first, RecordIdentity second, Collection<Found> parts) {
        List<Explanation> all =
                parts.stream().map(part -> ((Explained) part).explanation()).toList();
        for (Explanation each : all) {
            if (!(Explainer.plainPair(each).verdict() instanceof Unknown)) {
                return each;
            }
        }
        List<OfPair> pairs = all.stream().map(Explainer::plainPair).toList();
        Optional<Seen> seenFirst =
                pairs.stream().map(OfPair::seenFirst).flatMap(Optional::stream).findFirst();
        Optional<Seen> seenSecond =
                pairs.stream().map(OfPair::seenSecond).flatMap(Optional::stream).findFirst();
        if (seenFirst.isEmpty() || seenSecond.isEmpty()) {
            return new OfPair(first, second, seenFirst, seenSecond, new Unknown());
        }
        NotLinked verdict =
                new NotLinked(Comparisons.of(ontology, seenFirst.get(), seenSecond.get()));
        OfPair pair = new OfPair(first, second, seenFirst, seenSecond, verdict);
        if (!ontology.rules(first.entityType()).orElseThrow().comparesRecords()) {
            return pair;
        }
        return new OfCompared(
                pair,
                all.stream()
                        .filter(OfCompared.class::isInstance)
                        .map(each -> ((OfCompared) each).evidence())
                        .findFirst()
                        .orElseGet(
                                () ->
                                        new PairEvidence(
                                                Comparisons.evidence(
                                                        ontology,
                                                        seenFirst.get(),
                                                        seenSecond.get()),
                                                List.of())));
    }
}
