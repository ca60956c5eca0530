package io.kindred.resolve.entity;

import io.kindred.model.Conflict;
import io.kindred.model.Digest;
import io.kindred.model.RecordIdentity;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.List;

/** Names conflicts after what they are about, so that one keeps its name while it changes. */
public final class ConflictIds {

    private final Timeline timeline;

    public ConflictIds(Timeline timeline) {
        this.timeline = timeline;
    }

    /** 32 hex digits; the same for the same contradiction, wherever and whenever it is found. */
    public String of(Conflict conflict) {
        List<String> fields = new ArrayList<>();
        if (conflict instanceof Conflict.Direct direct) {
            fields.addAll(List.of("direct", direct.entityId(), direct.attribute()));
        } else if (conflict instanceof Conflict.Indirect indirect) {
            fields.addAll(List.of("indirect", indirect.entityType(), indirect.key()));
            fields.addAll(indirect.keyValues());
        } else if (conflict instanceof Conflict.Uniqueness unique) {
            fields.addAll(
                    List.of(
                            "constraint",
                            unique.entityType(),
                            unique.constraint(),
                            unique.perspective().orElse(""),
                            unique.value()));
        }
        fields.add(start(conflict.interval()));
        return Digest.hex(String.join(String.valueOf(RecordIdentity.SEPARATOR), fields));
    }

    private String start(Interval interval) {
        return timeline.formatBound(interval.start());
    }
}
