package io.kindred.resolve.query;

import io.kindred.model.MergeStep;
import io.kindred.model.MergeStep.Outcome;
import io.kindred.model.MilliBits;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.ScoreRules;
import io.kindred.resolve.cluster.Visit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** The steps of a component's resolution as explanations show them. */
final class MergeSteps {

    /** The most steps shown. */
    static final int STEPS = 100;

    /** The most records shown of a step. */
    private static final int RECORDS = 20;

    private final ResolvedComponent component;
    private final int most;
    private final Map<RecordIdentity, String> entities = new HashMap<>();

    MergeSteps(ResolvedComponent component) {
        this(component, STEPS, component::entityId);
    }

    /**
     * @param most how many steps are shown
     * @param entityIds of the record at a position
     */
    MergeSteps(ResolvedComponent component, int most, IntFunction<String> entityIds) {
        this.component = component;
        this.most = most;
        for (int i = 0; i < component.records().size(); i++) {
            entities.put(component.records().get(i).identity(), entityIds.apply(i));
        }
    }

    /**
     * The steps that built an entity, and the scored links from it that did not add to it.
     *
     * @param steps receives the first ones
     * @return how many are left out
     */
    long addOf(String entityId, List<MergeStep> steps) {
        return add(visit -> ofVisit(visit).contains(entityId), steps);
    }

    /** Scored links between two of the entities that were refused for want of cohesion. */
    List<MergeStep> refused(Set<String> between) {
        List<MergeStep> steps = new ArrayList<>();
        add(
                visit ->
                        isRefused(visit)
                                && between.containsAll(ofVisit(visit))
                                && Set.copyOf(ofVisit(visit)).size() == 2,
                steps);
        return steps;
    }

    private long add(Predicate<Visit> isWanted, List<MergeStep> steps) {
        long further = 0;
        for (Visit visit : component.visits()) {
            if (!isIdle(visit) && isWanted.test(visit)) {
                if (steps.size() < most) {
                    steps.add(step(visit));
                } else {
                    further++;
                }
            }
        }
        return further;
    }

    private static boolean isIdle(Visit visit) {
        return visit instanceof Visit.Link link && link.outcome() instanceof Visit.Outcome.Together;
    }

    private static boolean isRefused(Visit visit) {
        return visit instanceof Visit.Link link
                && link.outcome() instanceof Visit.Outcome.Measured measured
                && !measured.isMerged();
    }

    /** The entities that the records of a visit ended in. */
    private List<String> ofVisit(Visit visit) {
        return records(visit).stream().map(entities::get).toList();
    }

    private static List<RecordIdentity> records(Visit visit) {
        if (visit instanceof Visit.Merge merge) {
            return merge.clusters();
        }
        Visit.Link link = (Visit.Link) visit;
        return List.of(link.lesser(), link.greater());
    }

    private MergeStep step(Visit visit) {
        EntityTypeRules rules = component.rules();
        Optional<MilliBits> score = Optional.empty();
        Outcome outcome = Outcome.MERGED;
        Optional<MergeStep.Cohesion> cohesion = Optional.empty();
        if (visit instanceof Visit.Link link) {
            score = Optional.of(new MilliBits(link.score()));
            if (link.outcome() instanceof Visit.Outcome.Measured measured) {
                outcome = measured.isMerged() ? Outcome.MERGED : Outcome.NOT_COHERENT;
                cohesion =
                        Optional.of(
                                new MergeStep.Cohesion(
                                        new MilliBits(measured.sum()),
                                        measured.pairs(),
                                        new MilliBits(
                                                rules.score()
                                                        .map(ScoreRules::cohesion)
                                                        .orElseThrow())));
            } else {
                outcome = Outcome.CONTESTED;
            }
        }
        return new MergeStep(
                rules.key(visit.key().keyPosition()).shownName(),
                visit.key().values(),
                visit.interval(),
                records(visit).stream().limit(RECORDS).toList(),
                score,
                outcome,
                cohesion);
    }
}
