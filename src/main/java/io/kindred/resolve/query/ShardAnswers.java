package io.kindred.resolve.query;

import io.kindred.model.Answer;
import io.kindred.model.Answer.Found;
import io.kindred.model.Question;
import io.kindred.model.Question.Subject;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.state.ShardState;

/** Answers each kind of question from the results that a shard emitted last. */
public final class ShardAnswers {

    private final ShardState state;
    private final QueryEvaluator queries;
    private final Explainer explainer;

    public ShardAnswers(ShardState state) {
        this.state = state;
        this.queries = new QueryEvaluator(state);
        this.explainer = new Explainer(state);
    }

    public QueryEvaluator queries() {
        return queries;
    }

    public Explainer explainer() {
        return explainer;
    }

    public Found answer(Subject subject) {
        if (subject instanceof Question.Values values) {
            return new Answer.Matches(queries.answer(values.query()));
        }
        if (subject instanceof Question.EntityOf entity) {
            return new Answer.OneEntity(queries.entityOf(entity.record()));
        }
        if (subject instanceof Question.ById entity) {
            return new Answer.OneEntity(queries.entity(entity.entityId()));
        }
        if (subject instanceof Question.Why why) {
            return new Answer.Explained(explainer.explain(why));
        }
        if (subject instanceof Question.Neighbors asked) {
            EntityTypeRules rules = state.rules(asked.entityType());
            return new Answer.Gathered(
                    NeighborSearch.among(new ShardNeighborRecords(state, rules), asked, rules));
        }
        throw new IllegalArgumentException("not answered from results: " + subject);
    }
}
