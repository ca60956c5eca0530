package io.kindred.tools.quality;

import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.cluster.DecidedPairs;
import io.kindred.resolve.cluster.DisjointSets;
import io.kindred.resolve.cluster.Groups;
import io.kindred.resolve.cluster.ScoredLinks;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.tools.quality.QualityReport.Merges;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * What holds the records of an entity together: values of keys, scored links and decisions, each
 * with the positions of the records that it links.
 *
 * @param records how many there are
 */
record EntityLinks(int records, List<Link> links) {

    static final EntityLinks NONE = new EntityLinks(0, List.of());

    /**
     * A link of two or more records.
     *
     * @param keyPosition {@link IdentityKey#DECISION_POSITION} of a decision
     */
    record Link(int keyPosition, List<String> values, List<Integer> members) {}

    /**
     * The links among the records of an entity. Those that conflicts or a lack of cohesion refused
     * between other entities are none of them.
     *
     * @param sorted by identity
     */
    static EntityLinks of(
            List<NormalizedRecord> sorted, Matcher matcher, Predicate<KeyValues> isGeneric) {
        List<Link> links = new ArrayList<>();
        DecidedPairs.among(sorted)
                .same()
                .forEach(
                        pair ->
                                links.add(
                                        new Link(
                                                IdentityKey.DECISION_POSITION,
                                                List.of(),
                                                List.of(pair.lesser(), pair.greater()))));
        Groups.of(sorted, matcher, isGeneric)
                .forEach(
                        group ->
                                links.add(
                                        new Link(
                                                group.key().keyPosition(),
                                                group.key().values(),
                                                List.copyOf(group.run().members()))));
        ScoredLinks.of(sorted, matcher, isGeneric)
                .forEach(
                        link ->
                                links.add(
                                        new Link(
                                                link.key().keyPosition(),
                                                link.key().values(),
                                                List.of(link.lesser(), link.greater()))));
        return new EntityLinks(sorted.size(), links);
    }

    /** What each key that links something does, by its position. */
    Map<Integer, Merges> merges() {
        int apart = outsideLargest(any -> true);
        Map<Integer, Merges> merges = new TreeMap<>();
        links.stream()
                .map(Link::keyPosition)
                .distinct()
                .forEach(
                        position -> {
                            int needed = outsideLargest(other -> other != position) - apart;
                            merges.put(
                                    position,
                                    new Merges(
                                            joined(position),
                                            Math.max(0, needed),
                                            needed > 0 ? 1 : 0));
                        });
        return merges;
    }

    private int joined(int keyPosition) {
        return (int)
                links.stream()
                        .filter(link -> link.keyPosition() == keyPosition)
                        .flatMap(link -> link.members().stream())
                        .distinct()
                        .count();
    }

    /** How many records are not in the largest part that some of the keys make. */
    private int outsideLargest(IntPredicate ofKeys) {
        DisjointSets sets = new DisjointSets(records);
        links.stream()
                .filter(link -> ofKeys.test(link.keyPosition()))
                .forEach(
                        link ->
                                link.members()
                                        .forEach(each -> sets.join(link.members().get(0), each)));
        int[] sizes = new int[records];
        int largest = 0;
        for (int i = 0; i < records; i++) {
            largest = Math.max(largest, ++sizes[sets.find(i)]);
        }
        return records - largest;
    }
}
