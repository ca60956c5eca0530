package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.codec.RuleAttribute;
import io.kindred.codec.Suggestion;
import io.kindred.flink.config.JobConfig;
import io.kindred.ontology.EntityTypeRules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the rules of the ontology whose attribute no source can give, before the job starts.
 *
 * <p>An ontology may serve several jobs, so such a rule may be meant. It is a mistake if a source
 * gives an attribute of nearly the same name that the ontology does not know, or if no identity key
 * of an entity type is left.
 */
final class UnusableRules {

    private final JobConfig config;
    private final GivenAttributes given;
    private final List<String> warnings = new ArrayList<>();

    UnusableRules(JobConfig config, GivenAttributes given) {
        this.config = config;
        this.given = given;
    }

    /**
     * Checks all rules.
     *
     * @param isRestored whether the job continues, so that it has run with these rules before:
     *     mistakes are warnings, too
     * @return a sentence about each rule that will never apply, but may be meant
     * @throws InvalidConfigException for the first mistake, naming its place in the ontology
     */
    List<String> check(boolean isRestored) {
        List<RuleAttribute> rules = RuleAttribute.of(config.ontology());
        Set<String> types = new HashSet<>();
        for (RuleAttribute rule : rules) {
            Optional<Set<String>> attributes = given.of(rule.entityType());
            if (attributes.isPresent() && types.add(rule.entityType())) {
                check(
                        rules.stream()
                                .filter(each -> each.entityType().equals(rule.entityType()))
                                .toList(),
                        attributes.get(),
                        isRestored);
            }
        }
        return warnings;
    }

    private void check(List<RuleAttribute> ofType, Set<String> attributes, boolean isRestored) {
        List<RuleAttribute> unusable =
                ofType.stream().filter(each -> !attributes.contains(each.attribute())).toList();
        boolean isWithoutKeys = isWithoutKeys(ofType.get(0).entityType(), unusable);
        Set<String> unknown = new HashSet<>(attributes);
        unknown.removeAll(named(ofType));
        for (RuleAttribute each : unusable) {
            Optional<String> meant = Suggestion.likely(each.attribute(), unknown);
            String left =
                    isWithoutKeys && each.isKey()
                            ? ", and no other key of " + each.entityType() + " does"
                            : "";
            String problem = problem(each, left, meant, attributes);
            if (!isRestored && (meant.isPresent() || isWithoutKeys && each.isKey())) {
                throw new InvalidConfigException(
                        config.ontologyDocument().file(), each.path(), problem);
            }
            warnings.add(each.path() + ": " + problem);
        }
    }

    /**
     * Whether the type has identity keys, and all of them lack an attribute. A key that lacks only
     * one of several alternatives does not.
     */
    private boolean isWithoutKeys(String type, List<RuleAttribute> unusable) {
        List<String> keys =
                config.ontology().entityTypes().get(type).identityKeys().stream()
                        .map(RuleAttribute::keyRule)
                        .toList();
        return !keys.isEmpty()
                && unusable.stream()
                        .filter(RuleAttribute::isKey)
                        .map(RuleAttribute::rule)
                        .toList()
                        .containsAll(keys);
    }

    private Set<String> named(List<RuleAttribute> ofType) {
        EntityTypeRules rules = config.ontology().entityTypes().get(ofType.get(0).entityType());
        Set<String> named = new HashSet<>(rules.attributes().keySet());
        ofType.forEach(each -> named.add(each.attribute()));
        return named;
    }

    private static String problem(
            RuleAttribute rule, String left, Optional<String> meant, Set<String> attributes) {
        return String.format(
                "no source gives the attribute '%s', so %s never applies%s%s; the sources give %s",
                rule.attribute(),
                rule.rule(),
                left,
                meant.map(name -> "; did you mean '" + name + "'?").orElse(""),
                attributes.isEmpty() ? "no attributes" : String.join(", ", attributes));
    }
}
