package io.kindred.tools.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.store.GoldenChanges;
import io.kindred.tools.store.Identities;
import io.kindred.tools.store.StoreView;
import io.kindred.tools.store.StoredRow;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of entities that share records, while they are visited one by one. */
final class EntityGroup {

    private final Sides sides;
    private final RecordChanges recordChanges;
    private final PairCounts pairs;
    private final Set<Cause> causes = EnumSet.noneOf(Cause.class);
    private long before;
    private long after;
    private long common;
    private long lost;
    private long gained;
    private String lastBefore = "";
    private String lastAfter = "";

    EntityGroup(Sides sides, RecordChanges recordChanges, PairCounts pairs) {
        this.sides = sides;
        this.recordChanges = recordChanges;
        this.pairs = pairs;
    }

    /** Adds an entity, and returns those of the other result that share records with it. */
    List<EntityAt> visit(EntityAt entity) {
        Optional<ObjectNode> row =
                sides.view(entity.isAfter()).current(Output.ENTITIES, entity.id());
        String type = row.map(each -> each.path("entity_type").asText()).orElse("");
        Map<String, Integer> shares = new LinkedHashMap<>();
        int size = 0;
        if (row.isPresent()) {
            for (JsonNode record : row.get().path("records")) {
                String identity = Identities.joined(type, record);
                Optional<String> other = sides.view(!entity.isAfter()).entityOf(identity);
                size++;
                if (other.isPresent()) {
                    shares.merge(other.get(), 1, Integer::sum);
                    if (entity.isAfter()) {
                        causes.addAll(recordChanges.of(identity));
                    }
                }
            }
        }
        int shared = shares.values().stream().mapToInt(Integer::intValue).sum();
        if (entity.isAfter()) {
            after++;
            gained += size - shared;
            common += shared;
            lastAfter = entity.id();
            pairs.addAfter(type, shares.values());
        } else {
            before++;
            lost += size - shared;
            lastBefore = entity.id();
            pairs.addBefore(type, shared);
        }
        return shares.keySet().stream().map(id -> new EntityAt(!entity.isAfter(), id)).toList();
    }

    /** By shape alone: {@link ChangeKind#ID} if each side is one entity with the same records. */
    ChangeKind kind() {
        return ChangeKind.of(before, after, lost > 0, gained > 0);
    }

    /** Whether the one entity of each side has another golden record. */
    boolean hasOtherGolden() {
        return !GoldenChanges.between(
                        row(sides.before(), lastBefore), row(sides.after(), lastAfter))
                .isEmpty();
    }

    /** Empty while a job writes, if only assignments know the entity. */
    private static ObjectNode row(StoreView view, String id) {
        return view.current(Output.ENTITIES, id).orElseGet(StoredRow.JSON::createObjectNode);
    }

    /** Whether the one entity of each side has another id. */
    boolean hasOtherId() {
        return !lastBefore.equals(lastAfter);
    }

    /** What differs in the records; may be empty. */
    Set<Cause> causes() {
        if (lost > 0 || gained > 0) {
            causes.add(Cause.RECORDS);
        }
        return causes;
    }

    long before() {
        return before;
    }

    long after() {
        return after;
    }

    /** How many records there are, each once. */
    long records() {
        return common + lost + gained;
    }
}
