package io.kindred.flink.topology;

import io.kindred.codec.Notice;
import io.kindred.testkit.CapturedLog;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class LoggedNoticesTest {

    @Test
    void passesAllOnAndWarnsOfTheFirstUnknownRow() {
        List<String> passed = new ArrayList<>();
        LoggedNotices notices =
                new LoggedNotices((notice, detail) -> passed.add(notice + " " + detail));

        try (CapturedLog log = CapturedLog.start()) {
            notices.add(Notice.DROPPED_VALUE, "city");
            notices.add(Notice.UNKNOWN_BEFORE, "crm.first");
            notices.add(Notice.UNKNOWN_BEFORE, "crm.second");

            assertThat(log.text())
                    .containsOnlyOnce("An update in ")
                    .contains("An update in crm.first lacks the row before it")
                    .contains("REPLICA IDENTITY FULL");
        }
        assertThat(passed)
                .containsExactly(
                        "DROPPED_VALUE city",
                        "UNKNOWN_BEFORE crm.first",
                        "UNKNOWN_BEFORE crm.second");
    }
}
