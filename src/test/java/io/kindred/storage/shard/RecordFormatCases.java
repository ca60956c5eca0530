package io.kindred.storage.shard;

import io.kindred.storage.FormatCase;
import io.kindred.storage.StoredUpdates;
import io.kindred.storage.TableCase;
import io.kindred.storage.keyed.UpdateFormat;
import io.kindred.storage.wire.MessageCase;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.OwnedUpdateFormat;

import java.util.List;
import java.util.stream.Stream;

import static io.kindred.storage.shard.FormatCases.utf8;
import static org.assertj.core.api.Assertions.assertThat;

/** The formats of what a job with the output of records keeps and sends. */
final class RecordFormatCases {

    private RecordFormatCases() {}

    static Stream<FormatCase> all() {
        return Stream.of(
                new MessageCase<>(
                        "statement-records", 5, 5, UpdateFormat.INSTANCE, StoredUpdates.records()),
                new MessageCase<>(
                        "owned-statement-records",
                        2,
                        2,
                        OwnedUpdateFormat.INSTANCE,
                        StoredUpdates.records().stream()
                                .map(update -> OwnedUpdate.of(7, update))
                                .toList()),
                meta());
    }

    private static FormatCase meta() {
        return new TableCase(
                "shard-meta-records",
                1,
                "shard-meta",
                true,
                true,
                List.of(List.of(utf8("records"))),
                tables -> {},
                tables -> {
                    EmittedRecords emitted = new EmittedRecords(tables);
                    emitted.visited(300, false);
                    emitted.save();
                },
                tables -> {
                    EmittedRecords emitted = new EmittedRecords(tables);
                    assertThat(emitted.wereAny()).isTrue();
                    assertThat(emitted.areAll()).isFalse();
                    assertThat(emitted.visited()).isEqualTo(300);
                });
    }
}
