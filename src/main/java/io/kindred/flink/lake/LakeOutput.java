package io.kindred.flink.lake;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.operator.OutputRow;
import io.kindred.table.OutputTables;
import io.kindred.table.Table;
import io.kindred.temporal.Timeline;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/** An output that is written to a table of Paimon. */
public final class LakeOutput implements AutoCloseable {

    /** The digits of a second that timestamps have. */
    private static final int MILLIS = 3;

    private final String file;
    private final String place;
    private final Table declared;
    private final SinkConfig.Lake config;
    private final Timeline timeline;
    private final LakeTable table;
    private final RowType type;

    private LakeOutput(
            String file,
            String place,
            Table declared,
            SinkConfig.Lake config,
            Timeline timeline,
            LakeTable table) {
        this.file = file;
        this.place = place;
        this.declared = declared;
        this.config = config;
        this.timeline = timeline;
        this.table = table;
        this.type = LakeRowType.of(declared, timeline, MILLIS);
    }

    /**
     * Opens the catalog of an output's table.
     *
     * @param file the job file, for errors
     * @param place of the sink in it
     * @param output the name of the output
     * @throws InvalidConfigException if a library is missing or the catalog cannot be opened
     */
    public static LakeOutput open(
            String file, String place, String output, SinkConfig.Lake config, Timeline timeline) {
        LakeLibraries.check(file, place);
        try {
            return new LakeOutput(
                    file,
                    place,
                    OutputTables.named(output),
                    config,
                    timeline,
                    new PaimonTable(
                            LakeProperties.resolved(config.catalog().values()),
                            config.database(),
                            config.table(),
                            LakeProperties.resolved(config.options().values())));
        } catch (Exception e) {
            throw unusable(file, place, config, e);
        }
    }

    /** Converts rows for the table. */
    public MapFunction<OutputRow, RowData> conversion() {
        return new LakeRows(declared.name(), timeline);
    }

    /** The type of converted rows. */
    public TypeInformation<RowData> type() {
        return InternalTypeInfo.of(type);
    }

    /**
     * Creates the table or checks its columns, and adds the operators that write to it.
     *
     * @param rows converted
     * @param uid of the writer, and the part of the uids of the others
     * @param name of the writer
     * @throws InvalidConfigException if the table has other columns or cannot be accessed
     */
    public void write(DataStream<RowData> rows, String uid, String name) {
        try {
            table.createOrCheck(declared, type);
            table.write(rows, uid, name);
        } catch (Exception e) {
            throw unusable(file, place, config, e);
        }
    }

    /**
     * Checks that the table has no rows of an earlier run, or removes them.
     *
     * @throws InvalidConfigException if there are rows and {@code overwrite} is false
     */
    public void prepare(boolean overwrite) {
        try {
            if (!table.hasRows()) {
                return;
            }
            if (!overwrite) {
                throw new InvalidConfigException(
                        file,
                        place + ".table",
                        config.place()
                                + " contains the output of an earlier run; drop it, name another"
                                + " table or pass --overwrite");
            }
            table.truncate();
        } catch (InvalidConfigException e) {
            throw e;
        } catch (Exception e) {
            throw unusable(file, place, config, e);
        }
    }

    @Override
    public void close() {
        try {
            table.close();
        } catch (Exception e) {
            throw unusable(file, place, config, e);
        }
    }

    private static InvalidConfigException unusable(
            String file, String place, SinkConfig.Lake config, Exception failure) {
        if (failure instanceof LakeTableException) {
            return new InvalidConfigException(
                    file, place + ".table", config.place() + ' ' + failure.getMessage());
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new InvalidConfigException(
                file, place, "cannot use the " + config.place() + ": " + reason);
    }
}
