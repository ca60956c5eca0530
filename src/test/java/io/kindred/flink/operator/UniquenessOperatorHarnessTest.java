package io.kindred.flink.operator;

import io.kindred.codec.OntologyDocument;
import io.kindred.codec.StrictYaml;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Conflict;
import io.kindred.model.Digest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.temporal.IntervalSet;
import io.kindred.temporal.Timeline;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class UniquenessOperatorHarnessTest {

    private static final OntologyDocument ONTOLOGY =
            OntologyDocument.of(
                    StrictYaml.read(
                            "ontology.yaml",
                            """
                            entity_types:
                              person:
                                constraints:
                                  - {name: one_owner, kind: unique, attribute: email, scope: global}
                            """));

    @Test
    void aConflictIsOpenUntilTheClaimIsWithdrawn() throws Exception {
        try (Running running = start()) {
            running.claim(0, "a@x", 1, "person-1");
            running.claim(1, "b@x", 1, "person-1");
            running.claim(1, "a@x", 2, "person-2");
            assertThat(running.updates())
                    .singleElement()
                    .extracting(UniquenessOperatorHarnessTest::breach)
                    .satisfies(
                            breach -> {
                                assertThat(breach.value()).isEqualTo("a@x");
                                assertThat(breach.entities())
                                        .containsExactly("person-1", "person-2");
                            });
            assertThat(running.count()).isEqualTo(1);
            running.claim(Owners.RECONCILE, "a@x", 2, "person-1");
            assertThat(running.updates().get(1)).isInstanceOf(Update.ConflictResolved.class);
            assertThat(running.count()).isZero();
        }
    }

    @Test
    void manyClaimsAreCheckedAfterADelayOrAtTheEndOfTheInput() throws Exception {
        try (Running running = start()) {
            running.claimMany("a@x");
            int early = running.updates().size();
            running.at(199);
            assertThat(running.updates()).hasSize(early);
            running.at(200);
            assertThat(running.updates()).hasSize(early + 1);
            assertThat(breach(running.updates().get(early)).records()).hasSize(40);
            running.claim(0, "a@x", 40, "person-0");
            running.end();
            assertThat(running.updates()).hasSize(early + 2);
            assertThat(breach(running.updates().get(early + 1)).records()).hasSize(41);
        }
    }

    @Test
    void claimsSurviveARestartWithAnotherParallelism() throws Exception {
        OperatorSubtaskState snapshot;
        int values = 20;
        try (Running running = start()) {
            for (int i = 0; i < values; i++) {
                running.claim(0, i + "@x", 1, "person-1");
                running.claimMany("many-" + i);
            }
            snapshot = running.snapshot();
        }
        int broken = 0;
        int looked = 0;
        long open = 0;
        for (int subtask = 0; subtask < 2; subtask++) {
            try (Running running = new Running(2, subtask)) {
                running.restore(snapshot, 2, subtask);
                for (int i = 0; i < values; i++) {
                    if (running.has(i + "@x")) {
                        running.claim(1, i + "@x", 2, "person-2");
                    }
                }
                broken += running.updates().size();
                running.at(200);
                looked += running.updates().size();
                open += running.count();
            }
        }
        assertThat(broken).isEqualTo(values);
        assertThat(looked - broken).isEqualTo(values);
        assertThat(open).isEqualTo(2L * values);
    }

    @Test
    void stateOfUnclaimedValuesIsRemoved() throws Exception {
        try (Running running = new Running(1, 0)) {
            running.on(new HashMapStateBackend());
            running.open();
            running.claimMany("a@x");
            assertThat(running.stateEntries()).isPositive();
            running.at(200);
            for (int i = 0; i < 40; i++) {
                running.disclaim("a@x", i);
            }
            running.at(1000);
            assertThat(running.stateEntries()).isZero();
            assertThat(running.timers()).isZero();
            assertThat(running.count()).isZero();
        }
    }

    private static Conflict.Uniqueness breach(Update update) {
        return (Conflict.Uniqueness) ((Update.ConflictOpen) update).conflict();
    }

    private static Running start() throws Exception {
        Running running = new Running(1, 0);
        running.open();
        return running;
    }

    private static final class Running extends OneInputHarness<ByteKey, Claim, OwnedUpdate> {

        Running(int parallelism, int subtask) throws Exception {
            super(
                    new UniquenessOperator(ONTOLOGY, Timeline.INTEGER, Duration.ofMillis(200)),
                    UniquenessOperator::key,
                    FormatTypeInformation.BYTE_KEY,
                    parallelism,
                    subtask);
            setInputs(FormatTypeInformation.CLAIM);
        }

        void claim(int owner, String value, int record, String entity) throws Exception {
            tell(owner, value, record, Optional.of(new Claim.Made(entity, IntervalSet.ALWAYS)));
        }

        void disclaim(String value, int record) throws Exception {
            tell(0, value, record, Optional.empty());
        }

        private void tell(int owner, String value, int record, Optional<Claim.Made> made)
                throws Exception {
            take(
                    new Claim(
                            owner,
                            signature(value),
                            "email",
                            value,
                            new RecordIdentity("person", "crm", "R" + record),
                            made));
        }

        /** 40 records of two entities. */
        void claimMany(String value) throws Exception {
            for (int i = 0; i < 40; i++) {
                claim(0, value, i, "person-" + i % 2);
            }
        }

        boolean has(String value) {
            return isOwn(signature(value));
        }

        private static ByteKey signature(String value) {
            return new ByteKey(Digest.of(value.getBytes(StandardCharsets.UTF_8)));
        }

        List<Update> updates() {
            return outputs().stream().map(OwnedUpdate::update).toList();
        }

        long count() {
            return count(UniquenessOperator.CONFLICTS);
        }
    }
}
