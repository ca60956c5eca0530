package io.kindred.tools.quality;

import io.kindred.model.RecordIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShownTextTest {

    @Test
    void namesARecordByItsParts() {
        assertThat(ShownText.of(new RecordIdentity("p", "crm", "C-1"))).isEqualTo("crm C-1");
        assertThat(ShownText.of(new RecordIdentity("p", "old crm", "C 1")))
                .isEqualTo("'old crm' 'C 1'");
        assertThat(ShownText.of(new RecordIdentity("p", "crm", "7".repeat(300)))).hasSize(120);
    }
}
