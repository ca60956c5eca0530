package io.kindred.resolve.record;

import io.kindred.model.Digest;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.Sample;
import io.kindred.storage.ByteKey;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HomeShardTest {

    private static final RecordIdentity ANN = Sample.identity("crm", "C-1");

    @Test
    void isThatOfTheMostTrustedKey() {
        NormalizedRecord ann = Sample.record("crm", "1", "name=Ann", "dob=1970", "email=a.x");
        byte[] email = Signature.ofKey("person", "email", List.of("a.x"));
        for (int shards : List.of(1, 2, 7, 1000, 32_768)) {
            assertThat(home(shards, ann)).isEqualTo(firstFourBytes(email, shards));
        }
    }

    @Test
    void ofOneKeyTheLeastValuesCountWhereverTheyStand() {
        byte[] least = Signature.ofKey("person", "email", List.of("\uff5e.x"));
        NormalizedRecord ann = Sample.record("crm", "1", "email=\ud83d\ude00.x", "email=\uff5e.x");
        assertThat(home(1000, ann)).isEqualTo(firstFourBytes(least, 1000));

        Map<ByteKey, KeyEntry> keys = RecordTerms.keys(ann, Sample.RULES);
        Map<ByteKey, KeyEntry> changedScopes = new LinkedHashMap<>();
        List<ByteKey> backwards = new ArrayList<>(keys.keySet());
        Collections.reverse(backwards);
        backwards.forEach(signature -> changedScopes.put(signature, keys.get(signature)));
        assertThat(new HomeShard(1000).of(ann.identity(), changedScopes))
                .isEqualTo(new HomeShard(1000).of(ann.identity(), keys));
    }

    @Test
    void recordsWithTheSameFirstKeyMeet() {
        for (int i = 0; i < 50; i++) {
            assertThat(home(64, Sample.record("crm", "1", "email=" + i, "name=Ann", "dob=1")))
                    .isEqualTo(home(64, Sample.record("erp", "2", "email=" + i)));
        }
    }

    @Test
    void withoutKeysItIsThatOfTheIdentity() {
        byte[] identity = Digest.of(ANN.joined().getBytes(StandardCharsets.UTF_8));
        assertThat(home(1000, Sample.record("crm", "C-1", "name=Ann")))
                .isEqualTo(firstFourBytes(identity, 1000));
    }

    @Test
    void recordsSpreadEvenly() {
        Map<Integer, Integer> byShard = new HashMap<>();
        for (int i = 0; i < 16_000; i++) {
            byShard.merge(home(16, Sample.record("crm", "1", "email=" + i)), 1, Integer::sum);
        }
        assertThat(byShard).hasSize(16);
        assertThat(byShard.values()).allMatch(count -> count > 800 && count < 1200);
    }

    @Test
    void thereIsAtLeastOne() {
        assertThatThrownBy(() -> new HomeShard(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of shards must be at least 1, but is 0");
    }

    private static int home(int shards, NormalizedRecord record) {
        return new HomeShard(shards).of(record.identity(), RecordTerms.keys(record, Sample.RULES));
    }

    private static int firstFourBytes(byte[] digest, int shards) {
        return new BigInteger(1, Arrays.copyOf(digest, 4))
                .mod(BigInteger.valueOf(shards))
                .intValueExact();
    }
}
