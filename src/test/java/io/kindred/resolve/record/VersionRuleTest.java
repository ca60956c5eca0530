package io.kindred.resolve.record;

import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord;
import io.kindred.resolve.Sample;
import io.kindred.resolve.record.VersionRule.Decision;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

class VersionRuleTest {

    private static final OptionalLong NONE = OptionalLong.empty();

    @Test
    void theGreaterVersionIsCurrent() {
        assertThat(decide(upsert(3, "z"), upsert(4, "a"))).isEqualTo(Decision.REPLACE);
        assertThat(decide(upsert(4, "a"), upsert(3, "z"))).isEqualTo(Decision.OUTDATED);
    }

    @Test
    void ofEqualVersionsTheGreaterContentIsCurrent() {
        assertThat(decide(upsert(3, "a"), upsert(3, "b"))).isEqualTo(Decision.REPLACE);
        assertThat(decide(upsert(3, "b"), upsert(3, "a"))).isEqualTo(Decision.OUTDATED);
        assertThat(decide(upsert(3, "a"), upsert(3, "a"))).isEqualTo(Decision.REPLAY);
        assertThat(decide(upsert(3, "a"), delete(3))).isEqualTo(Decision.REPLACE);
        assertThat(decide(delete(3), upsert(3, "z"))).isEqualTo(Decision.OUTDATED);
    }

    @Test
    void anUpsertOlderThanADeleteIsOutdated() {
        assertThat(decide(delete(3), upsert(2, "a"))).isEqualTo(Decision.OUTDATED);
        assertThat(decide(delete(3), upsert(4, "a"))).isEqualTo(Decision.REPLACE);
    }

    @Test
    void withoutVersionTheLastToArriveIsCurrent() {
        SourceRecord unversioned = upsert(NONE, "a");
        assertThat(decide(upsert(3, "b"), unversioned)).isEqualTo(Decision.REPLACE);
        assertThat(decide(upsert(3, "a"), unversioned)).isEqualTo(Decision.REPLAY);
        assertThat(decide(unversioned, upsert(Long.MIN_VALUE, "a"))).isEqualTo(Decision.REPLACE);
    }

    @Test
    void aCarriedRecordReplacesOnlyIfVersionsDecide() {
        SourceRecord unversioned = upsert(NONE, "a");
        assertThat(decide(upsert(3, "z"), upsert(4, "a").carried())).isEqualTo(Decision.REPLACE);
        assertThat(decide(upsert(3, "a"), upsert(3, "b").carried())).isEqualTo(Decision.REPLACE);
        assertThat(decide(upsert(4, "a"), upsert(3, "z").carried())).isEqualTo(Decision.OUTDATED);
        assertThat(decide(unversioned, upsert(3, "b").carried())).isEqualTo(Decision.OUTDATED);
        assertThat(decide(upsert(3, "b"), unversioned.carried())).isEqualTo(Decision.OUTDATED);
        assertThat(decide(delete(3), unversioned.carried())).isEqualTo(Decision.OUTDATED);
        assertThat(decide(upsert(NONE, "b"), unversioned.carried())).isEqualTo(Decision.OUTDATED);
        assertThat(decide(unversioned, unversioned.carried())).isEqualTo(Decision.REPLAY);
        assertThat(decide(unversioned, upsert(3, "a").carried())).isEqualTo(Decision.REPLAY);
    }

    @Test
    void readsTheCurrentContentOnlyIfVersionsDoNotDecide() {
        assertThat(
                        VersionRule.decide(
                                OptionalLong.of(3),
                                () -> {
                                    throw new AssertionError("asked");
                                },
                                upsert(4, "a")))
                .isEqualTo(Decision.REPLACE);
    }

    @Test
    void theVersionStaysWhereTheReplacementHasNone() {
        assertThat(VersionRule.versionAfter(Optional.of(OptionalLong.of(3)), upsert(NONE, "a")))
                .hasValue(3);
        assertThat(VersionRule.versionAfter(Optional.of(OptionalLong.of(3)), upsert(4, "a")))
                .hasValue(4);
        assertThat(VersionRule.versionAfter(Optional.empty(), upsert(NONE, "a"))).isEmpty();
        assertThat(VersionRule.versionAfter(Optional.of(NONE), upsert(NONE, "a"))).isEmpty();
    }

    private static Decision decide(SourceRecord current, SourceRecord incoming) {
        return VersionRule.decide(current.version(), () -> current, incoming);
    }

    private static SourceRecord upsert(long version, String value) {
        return upsert(OptionalLong.of(version), value);
    }

    private static SourceRecord upsert(OptionalLong version, String value) {
        return SourceRecord.upsert(
                Sample.identity("crm", "1"),
                version,
                List.of(new Descriptor("name", value, Interval.ALWAYS)));
    }

    private static SourceRecord delete(long version) {
        return SourceRecord.delete(Sample.identity("crm", "1"), OptionalLong.of(version));
    }
}
