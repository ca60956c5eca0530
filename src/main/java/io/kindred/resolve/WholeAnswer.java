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

/** The answer to a question, from the parts of all owners that were asked. */
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
                ? match(match, byOwner)
                : merge.merge(subject, byOwner);
    }

    private Found match(Question.Match match, SortedMap<Integer, Found> byOwner) {
        for (Found part : byOwner.values()) {
            if (part instanceof Matched) {
                // Of the only shard.
                return part;
            }
            if (part instanceof Registered registered) {
                return GatheredMatch.of(ontology, timeline, registered.asked(), byOwner);
            }
        }
        // The deadline has passed, and whoever knows the record has not answered.
        return new Matched(MatchResult.absent(match.record().identity(), false));
    }
}
