package io.kindred.resolve;

import io.kindred.model.Answer.Found;
import io.kindred.model.Answer.Matched;
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
        return subject instanceof Question.Match match
                        && byOwner.values().stream().noneMatch(Matched.class::isInstance)
                ? GatheredMatch.of(ontology, timeline, match.record().identity(), byOwner)
                : merge.merge(subject, byOwner);
    }
}
