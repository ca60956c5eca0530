package io.kindred.flink.topology;

import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Input;
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
 * Keeps a job running when its inputs have ended, so that it can be inspected and stopped with a
 * savepoint. It adds a source that never ends and has no records to the first source. That source
 * also holds back watermarks, so that {@code output: final} emits no row.
 *
 * <p>It can also limit the rate of records. An instance is for one job.
 */
public final class OpenEnd implements UnaryOperator<DataStream<Input>> {

    private final OptionalDouble rate;
    private int sources;

    private OpenEnd(OptionalDouble rate) {
        this.rate = rate;
    }

    /** Does not limit the rate. */
    public static OpenEnd unlimited() {
        return new OpenEnd(OptionalDouble.empty());
    }

    /**
     * Limits the rate of each subtask of each source's decoder.
     *
     * @param perSecond records per second, greater than 0
     */
    public static OpenEnd limited(double perSecond) {
        return new OpenEnd(OptionalDouble.of(perSecond));
    }

    @Override
    public DataStream<Input> apply(DataStream<Input> decoded) {
        DataStream<Input> records =
                rate.isEmpty()
                        ? decoded
                        : decoded.map(new RateLimit(rate.getAsDouble()))
                                .returns(FormatTypeInformation.INPUT)
                                .name("pace")
                                .uid(Operators.pace(sources));
        return sources++ > 0 ? records : records.union(endless(decoded));
    }

    private static DataStream<Input> endless(DataStream<Input> decoded) {
        DataGeneratorSource<Input> source =
                new DataGeneratorSource<>(
                        number -> {
                            throw new IllegalStateException(
                                    "the source that never ends has no records");
                        },
                        Long.MAX_VALUE,
                        new ZeroRate(),
                        FormatTypeInformation.INPUT);
        return decoded.getExecutionEnvironment()
                .fromSource(source, WatermarkStrategy.noWatermarks(), "never ends")
                .uid(Operators.ENDLESS)
                .setParallelism(1);
    }

    /** A rate of zero. */
    @SuppressWarnings("rawtypes") // as Flink declares the constructor of its source
    private static final class ZeroRate implements RateLimiterStrategy {

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
