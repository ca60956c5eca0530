package io.kindred.flink.topology;

import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.SourceRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;

import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Keeps a job going when its inputs are used up, so that it can be looked at and stopped with a
 * savepoint: beside the first source there is one that never ends and never has a record. No
 * watermark passes it, so that with {@code output: final} no row comes out.
 *
 * <p>Records may also be let pass at a limited rate. An object is for one job.
 */
public final class OpenEnd implements UnaryOperator<DataStream<SourceRecord>> {

    private final OptionalDouble rate;
    private int sources;

    private OpenEnd(OptionalDouble rate) {
        this.rate = rate;
    }

    /** At whatever rate records come. */
    public static OpenEnd unlimited() {
        return new OpenEnd(OptionalDouble.empty());
    }

    /**
     * Lets so many records pass in each subtask of each source's decoding.
     *
     * @param perSecond greater than 0
     */
    public static OpenEnd limited(double perSecond) {
        return new OpenEnd(OptionalDouble.of(perSecond));
    }

    @Override
    public DataStream<SourceRecord> apply(DataStream<SourceRecord> decoded) {
        DataStream<SourceRecord> records =
                rate.isEmpty()
                        ? decoded
                        : decoded.map(new RateLimit(rate.getAsDouble()))
                                .returns(FormatTypeInformation.SOURCE_RECORD)
                                .name("pace")
                                .uid(Operators.pace(sources));
        return sources++ > 0 ? records : records.union(endless(decoded));
    }

    private static DataStream<SourceRecord> endless(DataStream<SourceRecord> decoded) {
        DataGeneratorSource<SourceRecord> source =
                new DataGeneratorSource<>(
                        number -> {
                            throw new IllegalStateException("a record of the source without any");
                        },
                        Long.MAX_VALUE,
                        new Never(),
                        FormatTypeInformation.SOURCE_RECORD);
        return decoded.getExecutionEnvironment()
                .fromSource(source, WatermarkStrategy.noWatermarks(), "never ends")
                .uid(Operators.ENDLESS)
                .setParallelism(1);
    }

    /** Has no record ever allowed. */
    @SuppressWarnings("rawtypes") // as Flink declares the constructor of its source
    private static final class Never implements RateLimiterStrategy {

        private static final long serialVersionUID = 1L;

        @Override
        public RateLimiter createRateLimiter(int parallelism) {
            return new RateLimiter() {
                @Override
                public CompletionStage<Void> acquire(int numberOfEvents) {
                    return new CompletableFuture<>();
                }
            };
        }
    }
}
