package io.kindred.tools.profile;

import io.kindred.tools.profile.KeyProposal.Part;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses keys among those that were tried.
 *
 * <p>Exact keys: each e-mail address or identifier that few records share, and two names with a
 * date. Tested keys: those with few pairs, such that each attribute is in few of them, so that one
 * wrong value does not hide a record from all. What must be nearly equal besides is one attribute
 * less for each that the key has as a whole, so that three agree in all.
 */
final class KeyChoice {

    private static final double RECORDS_OF_AN_IDENTIFIER = 6;
    private static final double PAIRS_OF_AN_EXACT_KEY = 10;
    private static final double PAIRS_OF_A_TESTED_KEY = 30;
    private static final double PAIRS_OF_ALL = 100;
    private static final double LEAST_SHARE = 0.1;
    private static final int TESTED_KEYS = 6;
    private static final int USES_OF_AN_ATTRIBUTE = 3;
    private static final int AGREEING = 3;
    private static final int NAME = 3;
    private static final int PERSONAL = 4;

    /** How telling it is that two values are nearly equal, least first. */
    private static final Map<ValueKind, Integer> RANKS =
            new EnumMap<>(
                    Map.of(
                            ValueKind.IDENTIFIER, 0,
                            ValueKind.EMAIL, 1,
                            ValueKind.DATE, 2,
                            ValueKind.OTHER_DATE, 2,
                            ValueKind.PHONE, 4,
                            ValueKind.NAME, 5,
                            ValueKind.TEXT, 5,
                            ValueKind.CODE, 6));

    private static final KeyProposal NONE = new KeyProposal(List.of());

    private final Profile profile;
    private final Map<String, Profile.Attribute> attributes = new HashMap<>();
    private final List<Profile.Key> exact;
    private final List<Profile.Key> tested;

    KeyChoice(Profile profile) {
        this.profile = profile;
        profile.attributes().forEach(each -> attributes.put(each.name(), each));
        this.exact = profile.keys().stream().filter(this::isExact).toList();
        this.tested = choose();
    }

    List<Profile.Key> exact() {
        return exact;
    }

    List<Profile.Key> tested() {
        return tested;
    }

    /**
     * What must be nearly equal besides the key: any of these, all of each; none if there is
     * nothing to compare.
     *
     * @param compared how many attributes are looked at, the most telling first
     */
    List<List<Profile.Attribute>> alternatives(KeyProposal key, int compared) {
        List<Profile.Attribute> others = comparable(key, compared, false);
        if (others.isEmpty()) {
            others = comparable(key, compared, true);
        }
        long whole =
                key.parts().stream()
                        .filter(
                                part ->
                                        part.isWhole()
                                                && !attributes.get(part.attribute()).isVague())
                        .count();
        int needed = (int) Math.max(1, AGREEING - whole);
        List<List<Profile.Attribute>> alternatives = new ArrayList<>();
        combine(others, 0, Math.min(needed, others.size()), new ArrayList<>(), alternatives);
        boolean hasPersonal =
                profile.attributes().stream().anyMatch(each -> isPersonal(List.of(each), NONE));
        return alternatives.stream().filter(each -> !hasPersonal || isPersonal(each, key)).toList();
    }

    private List<Profile.Attribute> comparable(KeyProposal key, int compared, boolean alsoVague) {
        return profile.attributes().stream()
                .filter(each -> alsoVague || !each.isVague())
                .filter(each -> each.isOfItsOwn() && rank(each).isPresent())
                .filter(
                        each ->
                                key.parts().stream()
                                        .noneMatch(
                                                part ->
                                                        part.attribute().equals(each.name())
                                                                && part.isWhole()))
                .sorted(
                        Comparator.comparingInt(
                                        (Profile.Attribute each) -> rank(each).orElseThrow())
                                .thenComparingDouble(Profile.Attribute::agreement))
                .limit(compared)
                .toList();
    }

    private static void combine(
            List<Profile.Attribute> of,
            int from,
            int number,
            List<Profile.Attribute> chosen,
            List<List<Profile.Attribute>> to) {
        if (number == 0) {
            if (!chosen.isEmpty()) {
                to.add(List.copyOf(chosen));
            }
            return;
        }
        for (int i = from; i <= of.size() - number; i++) {
            chosen.add(of.get(i));
            combine(of, i + 1, number - 1, chosen, to);
            chosen.remove(chosen.size() - 1);
        }
    }

    /** How telling it is that two values are nearly equal, least first; empty if hardly at all. */
    private static Optional<Integer> rank(Profile.Attribute attribute) {
        boolean isName = attribute.kind() == ValueKind.NAME && attribute.isCalledName();
        return isName ? Optional.of(NAME) : Optional.ofNullable(RANKS.get(attribute.kind()));
    }

    /** Whether what agrees is more than an address, which others have too. */
    private boolean isPersonal(List<Profile.Attribute> agreeing, KeyProposal key) {
        return Stream.concat(
                        agreeing.stream(),
                        key.parts().stream()
                                .filter(Part::isWhole)
                                .map(part -> attributes.get(part.attribute())))
                .anyMatch(each -> rank(each).filter(rank -> rank <= PERSONAL).isPresent());
    }

    private boolean isExact(Profile.Key key) {
        List<Part> parts = key.proposal().parts();
        boolean isWhole = parts.stream().allMatch(Part::isExact);
        if (!isWhole || key.pairsPerRecord(profile.records()) > PAIRS_OF_AN_EXACT_KEY) {
            return false;
        }
        if (parts.size() > 1) {
            return parts.size() >= AGREEING;
        }
        ValueKind kind = attributes.get(parts.get(0).attribute()).kind();
        return (kind == ValueKind.EMAIL || kind == ValueKind.IDENTIFIER)
                && key.records() < key.distinct() * RECORDS_OF_AN_IDENTIFIER;
    }

    private List<Profile.Key> choose() {
        List<Profile.Key> chosen = new ArrayList<>();
        List<Profile.Key> open = new ArrayList<>();
        for (Profile.Key key : profile.keys()) {
            double pairs = key.pairsPerRecord(profile.records());
            if (key.pairs() > 0
                    && pairs <= PAIRS_OF_A_TESTED_KEY
                    && key.share() - genericShare(key) >= LEAST_SHARE
                    && exact.stream()
                            .noneMatch(each -> key.proposal().isNarrowerThan(each.proposal()))
                    && !alternatives(key.proposal(), 1).isEmpty()) {
                open.add(key);
            }
        }
        Map<String, Integer> uses = new HashMap<>();
        double pairs = 0;
        while (chosen.size() < TESTED_KEYS && !open.isEmpty()) {
            Profile.Key next =
                    open.stream()
                            .min(
                                    Comparator.comparingInt((Profile.Key key) -> uses(key, uses))
                                            .thenComparingDouble(
                                                    key -> genericShare(key) - key.share()))
                            .orElseThrow();
            open.remove(next);
            double more = next.pairsPerRecord(profile.records());
            if (pairs + more > PAIRS_OF_ALL || uses(next, uses) >= USES_OF_AN_ATTRIBUTE) {
                continue;
            }
            pairs += more;
            chosen.add(next);
            next.proposal().parts().forEach(part -> uses.merge(part.attribute(), 1, Integer::sum));
            open.removeIf(
                    key ->
                            key.proposal().isNarrowerThan(next.proposal())
                                    || next.proposal().isNarrowerThan(key.proposal()));
        }
        return chosen;
    }

    private double genericShare(Profile.Key key) {
        return (double) key.genericRecords() / profile.records();
    }

    private static int uses(Profile.Key key, Map<String, Integer> uses) {
        return key.proposal().parts().stream()
                .mapToInt(part -> uses.getOrDefault(part.attribute(), 0))
                .max()
                .orElse(0);
    }
}
