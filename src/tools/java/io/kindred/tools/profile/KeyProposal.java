package io.kindred.tools.profile;

import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A key that may find records of the same thing. */
record KeyProposal(List<Part> parts) {

    KeyProposal {
        parts = List.copyOf(parts);
    }

    /** An attribute, and how much of its value counts. */
    record Part(String attribute, Variant variant) {

        static Part exact(String attribute) {
            return new Part(attribute, Variant.EXACT);
        }

        boolean isExact() {
            return variant == Variant.EXACT;
        }

        /** Whether it has all that tells values apart, so that comparing them says no more. */
        boolean isWhole() {
            return isExact() || variant == Variant.EMAIL_LOCAL || variant == Variant.LAST_DIGITS;
        }

        /** Such as {@code surname:soundex}. */
        String shown() {
            return isExact() ? attribute : attribute + ":" + word();
        }

        private String word() {
            return variant.name().toLowerCase(Locale.ROOT);
        }
    }

    static KeyProposal of(Part... parts) {
        return new KeyProposal(List.of(parts));
    }

    /** Such as {@code surname:soundex + dob:year}. */
    String shown() {
        return parts.stream().map(Part::shown).collect(Collectors.joining(" + "));
    }

    /** The name of the key in an ontology, such as {@code surname_soundex_dob_year}. */
    String name() {
        return parts.stream()
                .map(part -> part.shown().replace(':', '_'))
                .collect(Collectors.joining("_"));
    }

    IdentityKey key() {
        return new IdentityKey(
                name(),
                parts.stream()
                        .map(
                                part ->
                                        new KeyAttribute(
                                                part.attribute(), part.variant().normalizers()))
                        .toList(),
                OptionalLong.empty());
    }

    /** Whether it looks at the attribute, in whichever variant. */
    boolean uses(String attribute) {
        return parts.stream().anyMatch(part -> part.attribute().equals(attribute));
    }

    /** Whether records that have equal values of this key have equal values of the other. */
    boolean isNarrowerThan(KeyProposal other) {
        return other.parts.stream()
                .allMatch(
                        part ->
                                parts.contains(part)
                                        || parts.contains(Part.exact(part.attribute())));
    }
}
