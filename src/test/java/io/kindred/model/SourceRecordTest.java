package io.kindred.model;

import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SourceRecordTest {

    private static final RecordIdentity ANN = new RecordIdentity("person", "crm", "ann");

    @Test
    void contentOrdersByOpThenDescriptors() {
        Descriptor a = descriptor("a", "v", Interval.ALWAYS);
        List<SourceRecord> ascending =
                List.of(
                        upsert(),
                        upsert(a),
                        upsert(a, a),
                        upsert(a, descriptor("b", "v", Interval.ALWAYS)),
                        upsert(descriptor("a", "v", new Interval(0, 5))),
                        upsert(descriptor("a", "v", new Interval(0, 6))),
                        upsert(descriptor("a", "v", new Interval(1, 2))),
                        upsert(descriptor("a", "\uffff", Interval.ALWAYS)),
                        upsert(descriptor("a", "\ud83d\ude00", Interval.ALWAYS)),
                        upsert(descriptor("b", "", Interval.ALWAYS)),
                        SourceRecord.delete(ANN, OptionalLong.empty()),
                        new SourceRecord(ANN, OptionalLong.empty(), Op.DELETE, List.of(a)));
        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                assertThat(Integer.signum(ascending.get(i).compareContent(ascending.get(j))))
                        .as("%s to %s", i, j)
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void contentLeavesVersionsOut() {
        assertThat(SourceRecord.upsert(ANN, OptionalLong.of(3), List.of()).compareContent(upsert()))
                .isZero();
    }

    @Test
    void sortsDescriptorsAndKeepsDuplicates() {
        Descriptor a = descriptor("a", "v", Interval.ALWAYS);
        Descriptor b = descriptor("b", "v", Interval.ALWAYS);
        assertThat(upsert(b, a, b).descriptors()).containsExactly(a, b, b);
        assertThat(upsert(b, a, b)).isEqualTo(upsert(b, b, a));
    }

    @Test
    void holdsItsDescriptorsAlone() {
        List<Descriptor> given = new ArrayList<>();
        SourceRecord record = SourceRecord.upsert(ANN, OptionalLong.empty(), given);
        given.add(descriptor("a", "v", Interval.ALWAYS));
        assertThat(record.descriptors()).isEmpty();
    }

    @Test
    void rejectsAnAttributeWithoutName() {
        assertThatThrownBy(() -> descriptor("", "v", Interval.ALWAYS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("attr is empty");
    }

    private static SourceRecord upsert(Descriptor... descriptors) {
        return SourceRecord.upsert(ANN, OptionalLong.empty(), List.of(descriptors));
    }

    private static Descriptor descriptor(String attribute, String value, Interval interval) {
        return new Descriptor(attribute, value, interval);
    }
}
