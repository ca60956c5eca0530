package io.kindred.resolve.entity;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.resolve.Sample;
import io.kindred.resolve.record.NormalizedRecord;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class EntityDraftTest {

    private static final List<String> ATTRIBUTES =
            List.of("email", "title", "phone", "city", "street", "badge", "ssn");

    private final EntityBuilder builder = new EntityBuilder(Sample.ONTOLOGY, Sample.RULES);

    @Test
    void staysWhatAWholeBuildMakesWhileRecordsComeChangeAndGo() {
        int conflicts = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random dice = new Random(seed);
            Map<String, NormalizedRecord> records = new TreeMap<>();
            records.put("crm1", random(dice, "crm", "1"));
            EntityDraft draft = builder.draft(sorted(records));
            for (int step = 0; step < 20; step++) {
                String perspective = dice.nextInt(4) == 0 ? "hr" : "crm";
                String uid = Integer.toString(dice.nextInt(6));
                Set<String> changed = new HashSet<>();
                NormalizedRecord before = records.remove(perspective + uid);
                if (before != null) {
                    changed.addAll(before.values().keySet());
                }
                if (records.isEmpty() || dice.nextInt(4) > 0) {
                    NormalizedRecord now = random(dice, perspective, uid);
                    changed.addAll(now.values().keySet());
                    records.put(perspective + uid, now);
                }
                draft = builder.redraft(draft, sorted(records), changed);
                List<Conflict> expected = new ArrayList<>();
                Entity entity = builder.build(sorted(records), expected::add);
                List<Conflict> found = new ArrayList<>();
                draft.forEachConflict(found::add);
                assertThat(draft.toEntity()).as("seed %d", seed).isEqualTo(entity);
                assertThat(draft.id()).isEqualTo(entity.id());
                assertThat(found).as("seed %d", seed).isEqualTo(expected);
                conflicts += expected.size();
            }
        }
        assertThat(conflicts).isPositive();
    }

    @Test
    void leavesWhatDidNotChangeAsItIs() {
        NormalizedRecord one = Sample.record("crm", "1", "email=a", "city=Ulm");
        NormalizedRecord other = Sample.record("crm", "2", "city=Bonn");
        EntityDraft before = builder.draft(List.of(one));
        EntityDraft after = builder.redraft(before, List.of(one, other), Set.of("city"));
        assertThat(after.parts().get("email")).isSameAs(before.parts().get("email"));
        assertThat(after.parts().get("city").conflicts()).hasSize(1);
        assertThat(before.parts().get("city").conflicts()).isEmpty();
    }

    private static List<NormalizedRecord> sorted(Map<String, NormalizedRecord> records) {
        return List.copyOf(records.values());
    }

    private static NormalizedRecord random(Random dice, String perspective, String uid) {
        List<String> values = new ArrayList<>();
        for (int i = dice.nextInt(6); i > 0; i--) {
            int start = dice.nextInt(10);
            values.add(
                    ATTRIBUTES.get(dice.nextInt(ATTRIBUTES.size()))
                            + "="
                            + dice.nextInt(3)
                            + "@"
                            + start
                            + "-"
                            + (start + 1 + dice.nextInt(6)));
        }
        return Sample.record(perspective, uid, values.toArray(String[]::new));
    }
}
