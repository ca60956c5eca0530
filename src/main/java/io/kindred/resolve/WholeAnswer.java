package io.kindred.resolve;

import io.kindred.model.Answer.Found;
import io.kindred.model.Answer.Matched;
import io.kindred.model.Answer.Registered;
import io.kindred.model.MatchResult;
import io.kindred.model.Question;
import io.kindred.model.Question.Subject;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.query.AnswerMerge;
import io.kindred.temporal.Timeline;

import java.util.SortedMap;

/** Makes one answer of what all who were asked have found. */
public final class WholeAnswer {

    private final Ontology ontology;
    private final Timeline timeline;
    private final AnswerMerge merge;

    public WholeAnswer(Ontology ontology, Timeline timeline) {
        this.ontology = ontology;
        this.timeline = timeline;
        this.merge = new AnswerMerge(ontology);
    }

    /**
     * The answer.
     *
     * @param byOwner the parts of the owners that have answered; may be empty
     */
    public Found of(Subject subject, SortedMap<Integer, Found> byOwner) {
        boolean isGathered =
                subject instanceof Question.Match
                        && byOwner.values().stream().noneMatch(Matched.class::isInstance);
        return isGathered
                ? gathered((Question.Match) subject, byOwner)
                : merge.merge(subject, byOwner);
    }

    private Found gathered(Question.Match match, SortedMap<Integer, Found> byOwner) {
        return byOwner.values().stream()
                .filter(Registered.class::isInstance)
                .map(part -> ((Registered) part).asked())
                .findFirst()
                .map(asked -> GatheredMatch.of(ontology, timeline, asked, byOwner))
                // Without what the registry knows, nothing is known.
                .orElseGet(() -> new Matched(MatchResult.absent(match.record().identity(), false)));
    }
}
