package io.kindred.resolve.cluster;

import io.kindred.model.RecordIdentity;
import io.kindred.resolve.Sample;
import io.kindred.resolve.cluster.ComponentResolver.ContestedGroup;
import io.kindred.resolve.cluster.ComponentResolver.Resolution;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ComponentResolverTest {

    @Test
    void aComponentWithoutContestIsOneEntity() {
        Resolution resolution =
                resolve(
                        Sample.record("crm", "2", "email=a", "ssn=1@0-10"),
                        Sample.record("crm", "1", "email=a", "ssn=2@10-20"));
        assertThat(uids(resolution)).containsExactly(List.of("1", "2"));
        assertThat(resolution.contested()).isEmpty();
    }

    @Test
    void strongIdentifiersKeepApart() {
        Resolution resolution =
                resolve(
                        Sample.record("crm", "1", "email=a@0-10", "ssn=1"),
                        Sample.record("crm", "2", "email=a@5-20", "ssn=2"));
        assertThat(uids(resolution)).containsExactly(List.of("1"), List.of("2"));
        assertThat(resolution.contested())
                .containsExactly(
                        new ContestedGroup(
                                new KeyValues(0, List.of("a")),
                                new Interval(0, 20),
                                identities("1", "2"),
                                identities("1", "2"),
                                List.of("ssn")));
    }

    @Test
    void whatCouldBelongToEitherSideJoinsNeither() {
        Resolution resolution =
                resolve(
                        Sample.record("crm", "1", "email=a", "ssn=1"),
                        Sample.record("crm", "2", "email=a"),
                        Sample.record("crm", "3", "email=a", "ssn=2"),
                        Sample.record("crm", "4", "email=a"));
        assertThat(uids(resolution)).containsExactly(List.of("1"), List.of("2", "4"), List.of("3"));
        assertThat(resolution.contested())
                .extracting(ContestedGroup::anchored)
                .containsExactly(identities("1", "3"));
    }

    @Test
    void anchoredClustersThatAgreeJoin() {
        Resolution resolution =
                resolve(
                        Sample.record("crm", "1", "email=a", "ssn=1"),
                        Sample.record("crm", "2", "email=a", "ssn=2"),
                        Sample.record("crm", "3", "email=a", "ssn=1"));
        assertThat(uids(resolution)).containsExactly(List.of("1", "3"), List.of("2"));
    }

    @Test
    void pairsOfAnchoredClustersAreTakenInOrderOfRank() {
        // 1 agrees with 2 and with 3, which are in conflict with each other: it goes with 2.
        Resolution resolution =
                resolve(
                        Sample.record("crm", "3", "email=a", "ssn=1@5-15", "ssn=8@30-40"),
                        Sample.record("crm", "2", "email=a", "ssn=1@0-10", "ssn=9@30-40"),
                        Sample.record("crm", "1", "email=a", "ssn=1@5-10"));
        assertThat(uids(resolution)).containsExactly(List.of("1"), List.of("2"), List.of("3"));
        Resolution anchored =
                resolve(
                        Sample.record("crm", "4", "email=a", "ssn=7@5-6"),
                        Sample.record("crm", "3", "email=a", "ssn=1@6-15", "ssn=8@30-40"),
                        Sample.record("crm", "2", "email=a", "ssn=1@6-10", "ssn=9@30-40"),
                        Sample.record("crm", "1", "email=a", "ssn=1@5-10"));
        assertThat(uids(anchored)).containsExactly(List.of("1", "2"), List.of("3"), List.of("4"));
    }

    @Test
    void aClusterRanksByItsLeastRecordWhicheverJoinedWhich() {
        // 3 and 4 join by e-mail, and then 1 joins them, who are more.
        Resolution resolution =
                resolve(
                        Sample.record("crm", "1", "name=Ann", "dob=1"),
                        Sample.record("crm", "2", "name=Bob", "dob=1", "ssn=2"),
                        Sample.record("crm", "3", "name=Ann", "dob=1", "email=a"),
                        Sample.record("crm", "4", "name=Bob", "dob=1", "email=a", "ssn=1"));
        assertThat(uids(resolution)).containsExactly(List.of("1", "3", "4"), List.of("2"));
        assertThat(resolution.contested())
                .extracting(ContestedGroup::anchored)
                .containsExactly(identities("1", "2"));
    }

    @Test
    void theMoreTrustedKeyIsVisitedFirst() {
        // 2 joins 1 by e-mail before names are looked at, and then is part of what is anchored.
        Resolution resolution =
                resolve(
                        Sample.record("crm", "1", "email=a", "name=Ann", "dob=1", "ssn=1"),
                        Sample.record("crm", "2", "email=a", "name=Ann", "dob=1"),
                        Sample.record("crm", "3", "name=Ann", "dob=1", "ssn=2"));
        assertThat(uids(resolution)).containsExactly(List.of("1", "2"), List.of("3"));
    }

    @Test
    void genericValuesLinkNothing() {
        List<NormalizedRecord> records =
                List.of(
                        Sample.record("crm", "1", "email=a", "ssn=1"),
                        Sample.record("crm", "2", "email=a", "ssn=2"),
                        Sample.record("crm", "3", "email=a", "ssn=1"));
        Resolution resolution =
                ComponentResolver.resolve(records, Matcher.of(Sample.RULES), key -> true);
        assertThat(uids(resolution)).containsExactly(List.of("1"), List.of("2"), List.of("3"));
        assertThat(resolution.contested()).isEmpty();
    }

    /** In both orders, which must not matter. */
    private static Resolution resolve(NormalizedRecord... records) {
        List<NormalizedRecord> reversed = new ArrayList<>(List.of(records));
        Collections.reverse(reversed);
        Resolution resolution =
                ComponentResolver.resolve(List.of(records), Matcher.of(Sample.RULES), key -> false);
        assertThat(ComponentResolver.resolve(reversed, Matcher.of(Sample.RULES), key -> false))
                .isEqualTo(resolution);
        return resolution;
    }

    private static List<List<String>> uids(Resolution resolution) {
        return resolution.entities().stream()
                .map(entity -> entity.stream().map(record -> record.identity().uid()).toList())
                .toList();
    }

    private static List<RecordIdentity> identities(String... uids) {
        return List.of(uids).stream().map(uid -> Sample.identity("crm", uid)).toList();
    }
}
