package io.kindred.resolve;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.AttributeRules.Cardinality;
import io.kindred.ontology.AttributeRules.Preference;
import io.kindred.ontology.BasicNormalizer;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.Normalization;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Perspective;
import io.kindred.ontology.Scope;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Small rules and records of people to try the parts of the engine on. */
public final class Sample {

    /** Keys {@code email}, then {@code name} and {@code dob} together. */
    public static final EntityTypeRules RULES =
            new EntityTypeRules(
                    List.of(
                            key("email", new KeyAttribute("email", List.of())),
                            key(
                                    "name_dob",
                                    new KeyAttribute("name", List.of(BasicNormalizer.SOUNDEX)),
                                    new KeyAttribute("dob", List.of()))),
                    List.of(
                            new StrongIdentifier("ssn", Scope.GLOBAL),
                            new StrongIdentifier("badge", Scope.PERSPECTIVE)),
                    List.of(
                            constraint("one_owner", "email", Constraint.Kind.UNIQUE),
                            constraint("one_title", "title", Constraint.Kind.SINGLE_VALUED),
                            new Constraint(
                                    "a_title",
                                    "title",
                                    Constraint.Kind.SINGLE_VALUED,
                                    Scope.GLOBAL)),
                    Map.of(
                            "email", attribute(Cardinality.ONE),
                            "title", attribute(Cardinality.ONE),
                            "phone", attribute(Cardinality.MANY),
                            "city", attribute(Cardinality.ONE, Preference.MAJORITY),
                            "street", attribute(Cardinality.ONE, Preference.LATEST)));

    /** {@code hr} is trusted more, and an authority on {@code badge}. */
    public static final Ontology ONTOLOGY =
            new Ontology(
                    Map.of("person", RULES), Map.of("hr", new Perspective(200, Set.of("badge"))));

    private Sample() {}

    /**
     * People with one key, their e-mail address.
     *
     * @param maxRecords how many records with one address are compared
     */
    public static Ontology byEmail(OptionalLong maxRecords) {
        IdentityKey email =
                new IdentityKey("email", List.of(new KeyAttribute("email", List.of())), maxRecords);
        return new Ontology(
                Map.of(
                        "person",
                        new EntityTypeRules(List.of(email), List.of(), List.of(), Map.of())),
                Map.of());
    }

    public static RecordIdentity identity(String perspective, String uid) {
        return new RecordIdentity("person", perspective, uid);
    }

    /** A record, its values written as {@code attribute=value} and perhaps {@code @start-end}. */
    public static NormalizedRecord record(String perspective, String uid, String... values) {
        return NormalizedRecord.of(
                identity(perspective, uid),
                Stream.of(values).map(Sample::descriptor).sorted().toList(),
                RULES);
    }

    private static Descriptor descriptor(String text) {
        String[] timed = text.split("@", -1);
        String[] value = timed[0].split("=", -1);
        return new Descriptor(
                value[0], value[1], timed.length == 1 ? Interval.ALWAYS : time(timed[1]));
    }

    private static Interval time(String text) {
        String[] bounds = text.split("-", -1);
        return new Interval(
                bounds[0].isEmpty() ? Interval.MIN : Long.parseLong(bounds[0]),
                bounds[1].isEmpty() ? Interval.MAX : Long.parseLong(bounds[1]));
    }

    private static IdentityKey key(String name, KeyAttribute... attributes) {
        return new IdentityKey(name, List.of(attributes), OptionalLong.of(1000));
    }

    private static Constraint constraint(String name, String attribute, Constraint.Kind kind) {
        return new Constraint(name, attribute, kind, Scope.PERSPECTIVE);
    }

    private static AttributeRules attribute(Cardinality cardinality, Preference... prefer) {
        return new AttributeRules(
                Normalization.of(
                        List.of(BasicNormalizer.TRIM, BasicNormalizer.LOWERCASE), List.of("n/a")),
                cardinality,
                List.of(prefer));
    }
}
