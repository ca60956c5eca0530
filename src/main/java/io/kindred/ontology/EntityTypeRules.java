package io.kindred.ontology;

import io.kindred.model.CodePointOrder;
import io.kindred.ontology.AttributeRules.Cardinality;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules for one entity type.
 *
 * @param identityKeys most trusted first
 * @param attributes by attribute name, in the order of the ontology; a missing attribute has {@link
 *     AttributeRules#DEFAULT}
 * @param retention for how long values count after they ended, unless their attribute says
 *     otherwise
 * @param score how candidates are scored; there if a key needs it
 * @param isOnePerPerspective whether an entity has at most one record of a perspective
 */
public record EntityTypeRules(
        List<IdentityKey> identityKeys,
        List<StrongIdentifier> strongIdentifiers,
        List<Constraint> constraints,
        Map<String, AttributeRules> attributes,
        Retention retention,
        Optional<ScoreRules> score,
        boolean isOnePerPerspective) {

    /** Rules without scores. */
    public EntityTypeRules(
            List<IdentityKey> identityKeys,
            List<StrongIdentifier> strongIdentifiers,
            List<Constraint> constraints,
            Map<String, AttributeRules> attributes,
            Retention retention) {
        this(
                identityKeys,
                strongIdentifiers,
                constraints,
                attributes,
                retention,
                Optional.empty(),
                false);
    }

    /** Rules without a retention. */
    public EntityTypeRules(
            List<IdentityKey> identityKeys,
            List<StrongIdentifier> strongIdentifiers,
            List<Constraint> constraints,
            Map<String, AttributeRules> attributes) {
        this(identityKeys, strongIdentifiers, constraints, attributes, Retention.FOREVER);
    }

    public EntityTypeRules {
        identityKeys = List.copyOf(identityKeys);
        strongIdentifiers = List.copyOf(strongIdentifiers);
        constraints = List.copyOf(constraints);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** The rules of an attribute, or the defaults if the ontology does not define it. */
    public AttributeRules attribute(String name) {
        return attributes.getOrDefault(name, AttributeRules.DEFAULT);
    }

    /**
     * The key at a position: of an identity key from 0, and {@link IdentityKey#DECISION} at {@link
     * IdentityKey#DECISION_POSITION}.
     */
    public IdentityKey key(int position) {
        return position == IdentityKey.DECISION_POSITION
                ? IdentityKey.DECISION
                : identityKeys.get(position);
    }

    /** Whether some key has a test, so that records are compared with each other. */
    public boolean comparesRecords() {
        return identityKeys.stream().anyMatch(IdentityKey::isTested);
    }

    /** For how long values of an attribute count after they ended. */
    public Retention retention(String attribute) {
        return attribute(attribute).retention().orElse(retention);
    }

    /** Whether any value may ever expire. */
    public boolean hasRetention() {
        return retention.isLimited()
                || attributes.values().stream()
                        .anyMatch(
                                rules ->
                                        rules.retention().filter(Retention::isLimited).isPresent());
    }

    /** Whether the attribute may have several golden values at the same time. */
    public boolean isMany(String attribute) {
        return attribute(attribute).cardinality() == Cardinality.MANY;
    }

    /**
     * Whether the rules are the same, retention aside. An attribute that is spelled out with the
     * defaults equals a missing one.
     */
    boolean isSameAs(EntityTypeRules other) {
        return identityKeys.equals(other.identityKeys)
                && strongIdentifiers.equals(other.strongIdentifiers)
                && constraints.equals(other.constraints)
                && isSameScore(other)
                && isOnePerPerspective == other.isOnePerPerspective
                && namedWith(other)
                        .allMatch(name -> attribute(name).isSameAs(other.attribute(name)));
    }

    private boolean isSameScore(EntityTypeRules other) {
        return score.isPresent() && other.score.isPresent()
                ? score.get().isSameAs(other.score.get())
                : score.isEmpty() && other.score.isEmpty();
    }

    /** The retentions that are longer than under former rules, sorted by attribute. */
    List<LongerRetention> longerThan(EntityTypeRules former, String entityType) {
        return Stream.concat(Stream.of(""), namedWith(former))
                .distinct()
                .sorted(CodePointOrder.STRINGS)
                .map(
                        name ->
                                new LongerRetention(
                                        entityType, name, former.effective(name), effective(name)))
                .filter(each -> each.now().points() > each.before().points())
                .toList();
    }

    private Retention effective(String attribute) {
        return attribute.isEmpty() ? retention : retention(attribute);
    }

    /** The attributes that these rules or others name. */
    private Stream<String> namedWith(EntityTypeRules other) {
        return Stream.of(attributes, other.attributes).flatMap(named -> named.keySet().stream());
    }
}
