package io.kindred.resolve;

import org.junit.jupiter.api.Test;

import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

class StrongSummaryTest {

    @Test
    void differentValuesAtOnceAreAConflict() {
        StrongSummary one = summary("crm", "ssn=1@0-10");
        assertThat(one.conflictsWith(summary("hr", "ssn=2@9-20"))).isTrue();
        assertThat(one.conflictsWith(summary("hr", "ssn=2@10-20"))).isFalse();
        assertThat(one.conflictsWith(summary("hr", "ssn=1@0-10"))).isFalse();
        assertThat(one.conflictsWith(summary("hr", "email=2"))).isFalse();
    }

    @Test
    void aPerspectiveHoldsItsValuesAgainstItselfAlone() {
        StrongSummary one = summary("crm", "badge=1");
        assertThat(one.conflictsWith(summary("hr", "badge=2"))).isFalse();
        assertThat(one.conflictsWith(summary("crm", "badge=2"))).isTrue();
    }

    @Test
    void equalValuesAtOnceAgreeWhateverTheScope() {
        StrongSummary one = summary("crm", "badge=1@0-10");
        assertThat(one.agreesWith(summary("hr", "badge=1@9-20"))).isTrue();
        assertThat(one.agreesWith(summary("crm", "badge=1@10-20"))).isFalse();
        assertThat(one.agreesWith(summary("hr", "ssn=1@0-10"))).isFalse();
    }

    @Test
    void clustersCanAgreeAndBeInConflict() {
        StrongSummary one = summary("crm", "ssn=1@0-10", "badge=7");
        StrongSummary other = summary("hr", "ssn=2@0-10", "badge=7");
        assertThat(one.conflictsWith(other)).isTrue();
        assertThat(one.agreesWith(other)).isTrue();
        Set<String> attributes = new TreeSet<>();
        one.collectConflicts(other, attributes);
        assertThat(attributes).containsExactly("ssn");
    }

    @Test
    void takesInAllThatAnotherHas() {
        StrongSummary all = StrongSummary.empty(Sample.RULES);
        assertThat(all.isContested()).isFalse();
        all.addAll(summary("crm", "ssn=1@0-10"));
        all.addAll(summary("crm", "ssn=1@10-20"));
        all.addAll(summary("hr", "ssn=2@20-30"));
        assertThat(all.isContested()).isFalse();
        assertThat(all.conflictsWith(summary("web", "ssn=3@15-16"))).isTrue();
        all.addAll(summary("web", "ssn=3@15-16"));
        assertThat(all.isContested()).isTrue();
    }

    @Test
    void ofPerspectivesIsContestedWhereOneDisagrees() {
        StrongSummary all = summary("crm", "badge=1");
        all.addAll(summary("hr", "badge=2"));
        assertThat(all.isContested()).isFalse();
        all.addAll(summary("hr", "badge=1@0-1"));
        assertThat(all.isContested()).isTrue();
    }

    private static StrongSummary summary(String perspective, String... values) {
        return StrongSummary.of(Sample.record(perspective, "1", values), Sample.RULES);
    }
}
