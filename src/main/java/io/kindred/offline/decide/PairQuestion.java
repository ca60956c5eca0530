package io.kindred.offline.decide;

import io.kindred.model.RecordIdentity;

/**
 * Two records of a conflict. A person decides whether they are one entity.
 *
 * @param left a record of one side of the conflict
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

    RecordPair pair() {
        return RecordPair.of(left, right);
    }

    PairQuestion answered() {
        return new PairQuestion(left, leftEntity, right, rightEntity, true);
    }
}
