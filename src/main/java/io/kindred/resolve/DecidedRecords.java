package io.kindred.resolve;

import io.kindred.model.Decision;
import io.kindred.model.HeldDecision;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.SplitReason;
import io.kindred.resolve.state.ShardState.Member;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The decisions in force about the records of a component. Of a decision about two of them both
 * sides are joined to one; of any other the component knows its own side only.
 */
final class DecidedRecords {

    private record Side(RecordIdentity record, HeldDecisions decisions) {}

    private final Map<RecordDigest, Side> sides = new HashMap<>();

    private DecidedRecords(List<Member> members) {
        for (Member member : members) {
            HeldDecisions decisions = member.normalized().decisions();
            if (!decisions.isEmpty()) {
                sides.put(decisions.own(), new Side(member.normalized().identity(), decisions));
            }
        }
    }

    /** Visits the decisions about records of a component, each once. */
    static void forEach(List<Member> members, ColdShard.Results listener) {
        DecidedRecords decided = new DecidedRecords(members);
        decided.sides.values().forEach(side -> decided.visit(side, listener));
    }

    private void visit(Side side, ColdShard.Results listener) {
        for (HeldDecision held : side.decisions().all()) {
            Optional<Side> other = Optional.ofNullable(sides.get(held.other()));
            Optional<HeldDecision> back =
                    other.flatMap(known -> known.decisions().with(side.decisions().own()));
            if (back.isEmpty()) {
                listener.oneSide(side.record(), side.decisions().own(), held);
            } else if (side.record().compareTo(other.orElseThrow().record()) < 0) {
                listener.decision(
                        new Decision(
                                side.record(),
                                other.orElseThrow().record(),
                                held.version(),
                                Op.UPSERT,
                                held.verdict(),
                                SplitReason.joined(held.reasonHalf(), back.get().reasonHalf())
                                        .orElse("")));
            }
        }
    }
}
