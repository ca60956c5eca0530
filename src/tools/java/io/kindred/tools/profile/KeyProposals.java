package io.kindred.tools.profile;

import io.kindred.tools.profile.KeyProposal.Part;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys that are tried: each attribute alone, the pairs of attributes, and two names with a
 * date. Names also by their sound and beginning, dates by their year, e-mail addresses by what is
 * before the {@code @}, phones by their last seven digits.
 */
final class KeyProposals {

    /** An attribute that fewer records have finds too few of them. */
    private static final double LEAST_SHARE = 0.03;

    private KeyProposals() {}

    /**
     * Proposals, most promising first.
     *
     * @param attributes most complete first
     * @param limit how many at most
     */
    static List<KeyProposal> of(List<Profile.Attribute> attributes, int limit) {
        List<Profile.Attribute> usable =
                attributes.stream()
                        .filter(
                                each ->
                                        each.kind() != ValueKind.CATEGORY
                                                && each.isOfItsOwn()
                                                && each.share() >= LEAST_SHARE)
                        .toList();
        Set<KeyProposal> proposals = new LinkedHashSet<>();
        for (Profile.Attribute each : usable) {
            Variant.of(each.kind())
                    .forEach(
                            variant ->
                                    proposals.add(KeyProposal.of(new Part(each.name(), variant))));
        }
        namesWithDate(usable, proposals);
        List<Profile.Attribute[]> pairs = new ArrayList<>();
        for (int i = 0; i < usable.size(); i++) {
            for (int j = i + 1; j < usable.size(); j++) {
                pairs.add(new Profile.Attribute[] {usable.get(i), usable.get(j)});
            }
        }
        pairs.sort(
                Comparator.comparingDouble(
                        (Profile.Attribute[] pair) -> -pair[0].share() * pair[1].share()));
        for (Profile.Attribute[] pair : pairs) {
            proposals.addAll(ofPair(pair[0], pair[1]));
        }
        return proposals.stream().limit(limit).toList();
    }

    /** The two most telling names, those first that are called so, and the most complete date. */
    private static void namesWithDate(List<Profile.Attribute> usable, Set<KeyProposal> to) {
        List<Profile.Attribute> names =
                usable.stream()
                        .filter(each -> isName(each) && !each.isVague())
                        .sorted(
                                Comparator.comparing(
                                                (Profile.Attribute each) -> !each.isCalledName())
                                        .thenComparingDouble(Profile.Attribute::agreement))
                        .limit(2)
                        .toList();
        usable.stream()
                .filter(KeyProposals::isDate)
                .findFirst()
                .ifPresent(
                        date -> {
                            List<Part> parts = new ArrayList<>();
                            names.forEach(name -> parts.add(Part.exact(name.name())));
                            parts.add(Part.exact(date.name()));
                            if (names.size() == 2) {
                                to.add(new KeyProposal(parts));
                            }
                        });
    }

    private static List<KeyProposal> ofPair(Profile.Attribute one, Profile.Attribute other) {
        List<KeyProposal> proposals = new ArrayList<>();
        proposals.add(KeyProposal.of(Part.exact(one.name()), Part.exact(other.name())));
        Part oneRough = rough(one);
        Part otherRough = rough(other);
        if (!oneRough.isExact() && !otherRough.isExact()) {
            proposals.add(KeyProposal.of(oneRough, otherRough));
        }
        if (one.kind() == ValueKind.NAME && !isName(other)) {
            proposals.add(KeyProposal.of(oneRough, Part.exact(other.name())));
        }
        if (other.kind() == ValueKind.NAME && !isName(one)) {
            proposals.add(KeyProposal.of(Part.exact(one.name()), otherRough));
        }
        return proposals;
    }

    private static Part rough(Profile.Attribute attribute) {
        Variant variant =
                switch (attribute.kind()) {
                    case NAME -> Variant.SOUNDEX;
                    case DATE -> Variant.YEAR;
                    default -> Variant.EXACT;
                };
        return new Part(attribute.name(), variant);
    }

    private static boolean isName(Profile.Attribute attribute) {
        return attribute.kind() == ValueKind.NAME;
    }

    private static boolean isDate(Profile.Attribute attribute) {
        return attribute.kind() == ValueKind.DATE || attribute.kind() == ValueKind.OTHER_DATE;
    }
}
