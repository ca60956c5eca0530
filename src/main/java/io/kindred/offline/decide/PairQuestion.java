package io.kindred.offline.decide;

import io.kindred.model.RecordIdentity;

/**
 * Two records of a conflict. A person decides whether they are one entity.
 *
 * @param left a record of one side of the conflict, the lesser of the two
 * @param leftEntity the entity that it is in
 * @param right a record of another side
 * @param rightEntity the entity that it is in; of a direct conflict the same one
 * @param isAnswered whether somebody has decided about these two sides already
 */
public record PairQuestion(
        RecordIdentity left,
        String leftEntity,
        RecordIdentity right,
        String rightEntity,
        boolean isAnswered) {

    /** An unanswered question about two records, the lesser on the left. */
    static PairQuestion about(
            RecordIdentity one, String entity, RecordIdentity other, String otherEntity) {
        return one.compareTo(other) < 0
                ? new PairQuestion(one, entity, other, otherEntity, false)
                : new PairQuestion(other, otherEntity, one, entity, false);
    }

    RecordPair pair() {
        return RecordPair.of(left, right);
    }

    PairQuestion answered() {
        return new PairQuestion(left, leftEntity, right, rightEntity, true);
    }
}
