package io.kindred.tools.diff;

import io.kindred.testkit.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/** Random partitions, compared with a computation that holds everything and lists every pair. */
class ResultDiffPropertyTest {

    private static final int RECORDS = 250;

    @TempDir private Path folder;

    private final EnumSet<ChangeKind> seen = EnumSet.noneOf(ChangeKind.class);

    @Test
    void equalsTheNaiveComputation() {
        for (long seed : Seeds.halfFixed(Math.max(4, Seeds.CASES / 20))) {
            Naive naive = new Naive(new Random(seed));
            ComparedResult before =
                    naive.before.rows("before").in(folder.resolve("" + seed), Rows.ALL);
            ComparedResult after =
                    naive.after.rows("after").in(folder.resolve("" + seed), Rows.ALL);
            ResultDiff diff =
                    ResultDiff.of(
                            before,
                            after,
                            Optional.empty(),
                            1_000,
                            folder.resolve(seed + "visited"));
            before.store().close();
            after.store().close();

            Map<String, ChangeCount> counts = new TreeMap<>();
            diff.counts().forEach(count -> counts.put(count.kind() + " " + count.causes(), count));
            assertThat(counts).as("seed %d", seed).isEqualTo(naive.counts());
            assertThat(diff.pairs())
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    .ignoringFields("jaccard", "adjustedRand")
                    .isEqualTo(naive.pairs());
            assertThat(diff.entities().same()).as("seed %d", seed).isEqualTo(naive.same);
            assertThat(diff.changes())
                    .hasSize((int) counts.values().stream().mapToLong(ChangeCount::changes).sum());
            assertShown(naive, diff.changes());
            counts.values().forEach(count -> seen.add(count.kind()));
        }
        assertThat(seen).isEqualTo(EnumSet.allOf(ChangeKind.class));
    }

    private static void assertShown(Naive naive, List<ShownChange> changes) {
        for (ShownChange change : changes) {
            assertThat(change.shownRecords()).hasSize((int) Math.min(100, change.records()));
            for (ShownChange.ShownRecord record : change.shownRecords()) {
                assertThat(record.before()).isEqualTo(naive.before.entityOf.get(record.uid()));
                assertThat(record.after()).isEqualTo(naive.after.entityOf.get(record.uid()));
            }
        }
    }

    /** A result in memory. */
    private static final class Side {
        private final Map<String, String> entityOf = new TreeMap<>();
        private final Map<String, String> says = new TreeMap<>();
        private final Set<String> decided = new TreeSet<>();
        private final Map<String, String> golden = new HashMap<>();

        private Map<String, Set<String>> entities() {
            Map<String, Set<String>> entities = new TreeMap<>();
            entityOf.forEach(
                    (uid, id) -> entities.computeIfAbsent(id, any -> new TreeSet<>()).add(uid));
            return entities;
        }

        private Rows rows(String name) {
            Rows rows = new Rows(name);
            says.forEach(rows::says);
            for (String uid : decided) {
                rows.decided("different", uid, uid);
            }
            entities()
                    .forEach(
                            (id, uids) ->
                                    rows.entity(
                                            id,
                                            golden.getOrDefault(id, "x"),
                                            uids.toArray(String[]::new)));
            return rows;
        }
    }

    private static final class Naive {
        private final Side before = new Side();
        private final Side after = new Side();
        private long same;

        private Naive(Random random) {
            for (int i = 0; i < RECORDS; i++) {
                String uid = String.format("%04d", i);
                String entity = "t-" + i / 5 * 5 + random.nextInt(3);
                boolean isStable = i % 40 < 20;
                int fate = random.nextInt(isStable ? 40 : 8);
                if (fate != 0) {
                    before.entityOf.put(uid, entity);
                    before.says.put(uid, "x");
                }
                if (fate != 1) {
                    String other = "t-" + (i / 5 * 5 + random.nextInt(9)) + random.nextInt(3);
                    after.entityOf.put(uid, fate == 2 || fate == 3 ? other : entity);
                    after.says.put(uid, random.nextInt(20) == 0 ? "y" : "x");
                    if (random.nextInt(20) == 0) {
                        after.decided.add(uid);
                    }
                }
            }
            for (String id : after.entities().keySet()) {
                if (random.nextInt(4) == 0) {
                    after.golden.put(id, "y");
                }
            }
            rename(random);
        }

        /** Gives some entities other ids. */
        private void rename(Random random) {
            Set<String> renamed = new HashSet<>();
            after.entities().keySet().stream()
                    .filter(id -> random.nextInt(6) == 0)
                    .forEach(renamed::add);
            after.entityOf.replaceAll((uid, id) -> renamed.contains(id) ? id + "r" : id);
        }

        private Map<String, ChangeCount> counts() {
            Map<String, ChangeCount> counts = new TreeMap<>();
            same = 0;
            Set<String> done = new HashSet<>();
            Map<String, Set<String>> old = before.entities();
            Map<String, Set<String>> now = after.entities();
            Set<String> uids = new TreeSet<>(before.entityOf.keySet());
            uids.addAll(after.entityOf.keySet());
            for (String uid : uids) {
                if (done.contains(uid)) {
                    continue;
                }
                Set<String> group = new TreeSet<>(Set.of(uid));
                for (int size = 0; size != group.size(); ) {
                    size = group.size();
                    for (String each : List.copyOf(group)) {
                        group.addAll(
                                old.getOrDefault(before.entityOf.getOrDefault(each, ""), Set.of()));
                        group.addAll(
                                now.getOrDefault(after.entityOf.getOrDefault(each, ""), Set.of()));
                    }
                }
                done.addAll(group);
                count(group)
                        .ifPresent(
                                count ->
                                        counts.merge(
                                                count.kind() + " " + count.causes(),
                                                count,
                                                ChangeCount::plus));
            }
            return counts;
        }

        private Optional<ChangeCount> count(Set<String> group) {
            Set<String> old = new TreeSet<>();
            Set<String> now = new TreeSet<>();
            Set<Cause> causes = EnumSet.noneOf(Cause.class);
            boolean hasLost = false;
            boolean hasGained = false;
            for (String uid : group) {
                Optional.ofNullable(before.entityOf.get(uid)).ifPresent(old::add);
                Optional.ofNullable(after.entityOf.get(uid)).ifPresent(now::add);
                boolean isOld = before.entityOf.containsKey(uid);
                boolean isNow = after.entityOf.containsKey(uid);
                hasLost |= !isNow;
                hasGained |= !isOld;
                if (isOld && isNow && !before.says.get(uid).equals(after.says.get(uid))) {
                    causes.add(Cause.RECORDS);
                }
                if (isOld && isNow && after.decided.contains(uid)) {
                    causes.add(Cause.DECISIONS);
                }
            }
            if (hasLost || hasGained) {
                causes.add(Cause.RECORDS);
            }
            if (causes.isEmpty()) {
                causes.add(Cause.UNKNOWN);
            }
            ChangeKind kind;
            if (old.isEmpty()) {
                kind = ChangeKind.NEW;
            } else if (now.isEmpty()) {
                kind = ChangeKind.GONE;
            } else if (old.size() > 1) {
                kind = now.size() > 1 ? ChangeKind.MOVED : ChangeKind.MERGED;
            } else if (now.size() > 1) {
                kind = ChangeKind.SPLIT;
            } else if (hasLost) {
                kind = hasGained ? ChangeKind.EXCHANGED : ChangeKind.LOST;
            } else if (hasGained) {
                kind = ChangeKind.GAINED;
            } else if (after.golden.containsKey(now.iterator().next())) {
                kind = ChangeKind.GOLDEN;
            } else if (!old.equals(now)) {
                kind = ChangeKind.ID;
            } else {
                same++;
                return Optional.empty();
            }
            return Optional.of(
                    new ChangeCount(kind, causes, 1, old.size(), now.size(), group.size()));
        }

        private Agreement pairs() {
            long both = 0;
            long onlyBefore = 0;
            long onlyAfter = 0;
            List<String> uids =
                    before.entityOf.keySet().stream().filter(after.entityOf::containsKey).toList();
            for (int i = 0; i < uids.size(); i++) {
                for (String other : uids.subList(i + 1, uids.size())) {
                    boolean isOld =
                            before.entityOf.get(uids.get(i)).equals(before.entityOf.get(other));
                    boolean isNow =
                            after.entityOf.get(uids.get(i)).equals(after.entityOf.get(other));
                    both += isOld && isNow ? 1 : 0;
                    onlyBefore += isOld && !isNow ? 1 : 0;
                    onlyAfter += !isOld && isNow ? 1 : 0;
                }
            }
            return new Agreement(both, onlyBefore, onlyAfter, 0, 0);
        }
    }
}
