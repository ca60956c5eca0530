package io.kindred.tools.quality;

import io.kindred.testkit.Seeds;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class WeakestLinkTest {

    @Test
    void findsTheRecordThatTwoGroupsShare() {
        Optional<WeakestLink.Bridge> found =
                WeakestLink.of(entity(5, List.of(0, 1, 2), List.of(2, 3, 4)));

        assertThat(found).contains(new WeakestLink.Bridge(2, -1, 2, 2, 2));
    }

    @Test
    void findsNoneWhereASecondLinkHoldsBothSides() {
        assertThat(WeakestLink.of(entity(5, List.of(0, 1, 2), List.of(2, 3, 4), List.of(0, 4))))
                .isEmpty();
    }

    @Test
    void findsNoneWhereAllShareAValue() {
        assertThat(WeakestLink.of(entity(5, List.of(0, 1, 2, 3, 4)))).isEmpty();
    }

    @Test
    void followsLongChains() {
        List<List<Integer>> links = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            links.add(List.of(i, i + 1));
        }

        assertThat(WeakestLink.of(entity(20_001, links)))
                .hasValueSatisfying(bridge -> assertThat(bridge.smaller()).isEqualTo(10_000));
    }

    @Test
    void findsWhatRemovingEachFinds() {
        for (long seed : Seeds.take(3 * Seeds.CASES)) {
            Random random = new Random(seed);
            int records = 2 + random.nextInt(8);
            List<List<Integer>> links = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                links.add(
                        random.ints(2 + random.nextInt(2), 0, records).distinct().boxed().toList());
            }

            int found =
                    WeakestLink.of(entity(records, links))
                            .map(WeakestLink.Bridge::smaller)
                            .orElse(0);

            assertThat(found)
                    .as("%d records, links %s", records, links)
                    .isEqualTo(plain(records, links));
        }
    }

    /** The second largest part that removing one record or link leaves of a part, at most. */
    private static int plain(int records, List<List<Integer>> links) {
        int best = 0;
        int[] whole = parts(records, links, -1, -1);
        for (int i = 0; i < records + links.size(); i++) {
            int record = i < records ? i : -1;
            int link = i - records;
            int in = record >= 0 ? whole[record] : whole[links.get(link).get(0)];
            int[] parts = parts(records, links, record, link);
            Map<Integer, Long> sizes = new TreeMap<>();
            for (int r = 0; r < records; r++) {
                if (r != record && whole[r] == in) {
                    sizes.merge(parts[r], 1L, Long::sum);
                }
            }
            List<Long> sorted = sizes.values().stream().sorted(Comparator.reverseOrder()).toList();
            best = Math.max(best, sorted.size() > 1 ? (int) (long) sorted.get(1) : 0);
        }
        return best >= 2 ? best : 0;
    }

    /** The part of each record, by spreading the least number along links until nothing changes. */
    private static int[] parts(int records, List<List<Integer>> links, int record, int link) {
        int[] parts = new int[records];
        for (int i = 0; i < records; i++) {
            parts[i] = i;
        }
        for (int round = 0; round < records; round++) {
            for (int i = 0; i < links.size(); i++) {
                if (i != link) {
                    List<Integer> members =
                            links.get(i).stream().filter(each -> each != record).toList();
                    int least = members.stream().mapToInt(each -> parts[each]).min().orElse(0);
                    members.forEach(each -> parts[each] = least);
                }
            }
        }
        return parts;
    }

    @SafeVarargs
    private static EntityLinks entity(int records, List<Integer>... links) {
        return entity(records, List.of(links));
    }

    private static EntityLinks entity(int records, List<List<Integer>> links) {
        return new EntityLinks(
                records,
                links.stream().map(each -> new EntityLinks.Link(0, List.of("v"), each)).toList());
    }
}
