package io.kindred.tools.store;

import io.kindred.codec.OutputJson;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.OutputKey;
import io.kindred.model.Update;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes rows of an engine's updates, numbered by key, as a job does that writes a changelog. */
public final class EmittedRows implements Consumer<EncodedUpdate> {

    private final FoldedUpdates folded = new FoldedUpdates();
    private final OutputJson json = new OutputJson(Timeline.INTEGER);
    private final Map<OutputKey, Long> revisions = new HashMap<>();
    private final List<FedRow> rows = new ArrayList<>();

    @Override
    public void accept(EncodedUpdate encoded) {
        Update update = encoded.update();
        Optional<Update> shown = folded.shown(update.key());
        folded.accept(update);
        boolean isChange =
                update.isRetraction() ? shown.isPresent() : !shown.equals(Optional.of(update));
        if (isChange) {
            long revision = revisions.merge(update.key(), 1L, Long::sum);
            rows.add(
                    new FedRow(
                            Output.valueOf(update.key().stream().name()),
                            json.row(update, revision),
                            rows.size(),
                            false));
        }
    }

    public FoldedUpdates folded() {
        return folded;
    }

    /** The rows since the last call. */
    public List<FedRow> take() {
        List<FedRow> taken = List.copyOf(rows);
        rows.clear();
        return taken;
    }
}
