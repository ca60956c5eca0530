package io.kindred.flink.operator;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class RowPiecesTest {

    @Test
    void rowsOfAnyLengthAreWholeAgainHoweverSubtasksTakeTurns() {
        Random random = new Random(1);
        List<byte[]> pieces = new ArrayList<>();
        List<byte[]> ofOther = new ArrayList<>();
        byte[] large = new byte[500_000];
        random.nextBytes(large);
        RowPieces.cut(0, large, pieces::add);
        byte[] other = new byte[300_000];
        random.nextBytes(other);
        RowPieces.cut(1, other, ofOther::add);
        RowPieces.cut(1, new byte[0], ofOther::add);
        RowPieces.cut(1, new byte[] {7}, ofOther::add);
        assertThat(pieces).hasSizeGreaterThan(2);

        List<byte[]> rows = new ArrayList<>();
        RowPieces whole = new RowPieces(rows::add);
        for (int i = 0; i < Math.max(pieces.size(), ofOther.size()); i++) {
            if (i < ofOther.size()) {
                whole.accept(ofOther.get(i));
            }
            if (i < pieces.size()) {
                whole.accept(pieces.get(i));
            }
        }

        assertThat(rows).containsExactlyInAnyOrder(large, other, new byte[0], new byte[] {7});
    }
}
