package io.kindred.tools.follow;

import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.jdbc.TableFollower;
import io.kindred.flink.jdbc.TableFollower.Batch;
import io.kindred.flink.jdbc.TableFollower.Position;
import io.kindred.temporal.Timeline;
import io.kindred.tools.store.FedRow;
import io.kindred.tools.store.OutputStore;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the table of one output in PostgreSQL. It has one row for each key, so what a key had
 * between two looks is not read. The job began anew if the table belongs to another run.
 */
final class TableFeed implements Feed {

    private final Output output;
    private final String positionName;
    private final TableFollower follower;

    /** Whether rows were read since the last position that was written. */
    private boolean isAhead;

    TableFeed(Output output, SinkConfig.Jdbc sink, Timeline timeline, OutputStore store) {
        this.output = output;
        this.positionName = "table/" + Follower.name(output);
        this.follower =
                TableFollower.of(
                        sink.connection(),
                        Follower.name(output),
                        sink.table(),
                        timeline,
                        store.position(positionName).map(Position::parse));
    }

    @Override
    public Read read() throws IOException {
        Batch batch;
        try {
            batch = follower.read();
        } catch (IOException failure) {
            throw new FeedException(String.valueOf(failure.getMessage()), failure);
        }
        if (batch.isAnew()) {
            return Read.ANEW;
        }
        List<FedRow> rows =
                batch.rows().stream()
                        .map(
                                row ->
                                        new FedRow(
                                                output,
                                                row.json(),
                                                row.writtenAt(),
                                                true,
                                                row.id(),
                                                0))
                        .toList();
        // Without rows it may as well look from the last position again.
        Map<String, String> positions =
                batch.position()
                        .filter(any -> isAhead || !rows.isEmpty())
                        .map(position -> Map.of(positionName, position.text()))
                        .orElse(Map.of());
        isAhead = !batch.isLast();
        return batch.isLast()
                ? Read.of(rows, positions, Optional.of(batch.lookedAt()), false)
                : Read.of(rows, positions, Optional.empty(), true);
    }

    @Override
    public String place(FedRow row) {
        return follower.name() + ", row_id " + row.source();
    }

    @Override
    public void restart() {
        follower.restart();
    }

    @Override
    public void close() {
        follower.close();
    }
}
