package io.kindred.flink.jdbc;

import io.kindred.flink.operator.OutputRow;
import io.kindred.table.postgres.StampedRow;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import static org.assertj.core.api.Assertions.assertThat;

/** Entries as states have them. They never change. */
class PendingRowsTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] JSON = "{}".getBytes(StandardCharsets.UTF_8);

    @Test
    void entriesAreAsStored() {
        assertThat(HEX.formatHex(PendingRows.id(258, "e-1"))).isEqualTo("0000000000000102652d31");
        assertThat(HEX.formatHex(PendingRows.value(new OutputRow("e-1", JSON, 7, true), 1000)))
                .isEqualTo("0101d00f7b7d");
    }

    @Test
    void storedEntriesAreRead() {
        assertThat(PendingRows.row("e-1", HEX.parseHex("0101d00f7b7d")))
                .isEqualTo(new StampedRow("e-1", JSON, true, 1000));
    }
}
