package io.kindred.offline;

import io.kindred.codec.OntologyDocument;
import io.kindred.model.Answer.Gathered;
import io.kindred.model.Descriptor;
import io.kindred.model.Neighborhood;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.storage.keyed.Owners;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NeighborsTaskTest {

    private static final String DECLARATION =
            Declaration.text(
                    Timeline.INTEGER,
                    new OntologyDocument(
                            "ontology.json",
                            "{\"entity_types\":{\"film\":{\"identity_keys\":["
                                    + "{\"name\":\"title\",\"attributes\":[\"title\"]}]}}}"));

    private final NeighborsTask.Parts parts =
            new NeighborsTask.Parts(
                    new NeighborsTask(
                            "{\"entity_type\":\"film\",\"perspective\":\"new\",\"uid\":\"1\","
                                    + "\"descriptors\":[{\"attr\":\"title\",\"value\":\"Alien\"}]}",
                            List.of(),
                            Long.MIN_VALUE));

    /** Reconcile has a lane for some entity types each; any of them may have the record. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 63})
    void findsARecordThatReconcileHasInAnyLane(int lane) {
        SourceRecord known =
                SourceRecord.upsert(
                        new RecordIdentity("film", "crm", "7"),
                        OptionalLong.of(1),
                        List.of(new Descriptor("title", "Alien", Interval.ALWAYS)));
        part(0, List.of());
        for (int other = 0; other < 64; other++) {
            part(Owners.RECONCILE + other, other == lane ? List.of(known) : List.of());
        }

        assertThat(parts.print(true).orElseThrow())
                .contains("\"outcome\":\"joins\"", "\"uid\":\"7\"");
    }

    @Test
    void refusesARecordThatWouldMeetTooMany() {
        part(0, List.of());
        part(1, Neighborhood.TOO_LARGE);

        assertThatThrownBy(() -> parts.print(true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("--match: the record shares key values with records");
    }

    private void part(int owner, List<SourceRecord> records) {
        part(owner, new Neighborhood(records, List.of(), List.of(), false));
    }

    private void part(int owner, Neighborhood found) {
        parts.accept(ShardParts.row(DECLARATION, owner, new Gathered(found)));
    }
}
