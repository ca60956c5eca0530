package io.kindred.resolve.cluster;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class DisjointSetsTest {

    @Test
    void eachIsAloneAtFirst() {
        DisjointSets sets = new DisjointSets(3);
        for (int i = 0; i < 3; i++) {
            assertThat(sets.find(i)).isEqualTo(i);
        }
    }

    @Test
    void joiningGivesWhatStandsForBoth() {
        DisjointSets sets = new DisjointSets(4);
        int both = sets.join(0, 1);
        assertThat(sets.find(0)).isEqualTo(both);
        assertThat(sets.find(1)).isEqualTo(both);
        assertThat(sets.join(1, 0)).isEqualTo(both);
        assertThat(sets.join(3, 1)).as("the greater set takes in the smaller").isEqualTo(both);
        assertThat(sets.find(2)).isEqualTo(2);
    }

    @Test
    void doesAsRelabellingDoes() {
        SplittableRandom random = new SplittableRandom(31);
        int[] labels = new int[200];
        DisjointSets sets = new DisjointSets(labels.length);
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i;
        }
        for (int step = 0; step < 180; step++) {
            int a = random.nextInt(labels.length);
            int b = random.nextInt(labels.length);
            sets.join(a, b);
            int from = labels[a];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = labels[i] == from ? labels[b] : labels[i];
            }
            int c = random.nextInt(labels.length);
            for (int i = 0; i < labels.length; i++) {
                assertThat(sets.find(i) == sets.find(c))
                        .as("seed 31, step %s", step)
                        .isEqualTo(labels[i] == labels[c]);
            }
        }
    }
}
