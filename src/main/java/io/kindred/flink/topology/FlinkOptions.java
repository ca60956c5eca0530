package io.kindred.flink.topology;

import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.CleanupOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.EventOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalResourceOptions;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ResourceManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.SinkOptions;
import org.apache.flink.configuration.SlowTaskDetectorOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateChangelogOptions;
import org.apache.flink.configuration.StateLatencyTrackOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.StateSizeTrackOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.TraceOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBNativeMetricOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.state.rocksdb.sstmerge.RocksDBManualCompactionOptions;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All options that Flink declares, by their current and their deprecated names. */
final class FlinkOptions {

    private static final List<Class<?>> DECLARING =
            List.of(
                    BatchExecutionOptions.class,
                    BlobServerOptions.class,
                    CheckpointingOptions.class,
                    CleanupOptions.class,
                    ClusterOptions.class,
                    CoreOptions.class,
                    DeploymentOptions.class,
                    EventOptions.class,
                    ExecutionOptions.class,
                    ExternalResourceOptions.class,
                    HeartbeatManagerOptions.class,
                    HighAvailabilityOptions.class,
                    JobManagerOptions.class,
                    MetricOptions.class,
                    NettyShuffleEnvironmentOptions.class,
                    PipelineOptions.class,
                    ResourceManagerOptions.class,
                    RestOptions.class,
                    RestartStrategyOptions.class,
                    RocksDBConfigurableOptions.class,
                    RocksDBManualCompactionOptions.class,
                    RocksDBNativeMetricOptions.class,
                    RocksDBOptions.class,
                    RpcOptions.class,
                    SecurityOptions.class,
                    SinkOptions.class,
                    SlowTaskDetectorOptions.class,
                    StateBackendOptions.class,
                    StateChangelogOptions.class,
                    StateLatencyTrackOptions.class,
                    StateRecoveryOptions.class,
                    StateSizeTrackOptions.class,
                    TaskManagerOptions.class,
                    TraceOptions.class,
                    WebOptions.class);

    private final Map<String, FlinkOption> byName = new HashMap<>();

    FlinkOptions() {
        List<FlinkOption> options = DECLARING.stream().flatMap(c -> declared(c).stream()).toList();
        options.forEach(each -> byName.put(each.option().key(), each));
        for (FlinkOption each : options) {
            for (FallbackKey before : each.option().fallbackKeys()) {
                byName.putIfAbsent(before.getKey(), each);
            }
        }
        // Name patterns such as metrics.reporter.<name>.interval.
        byName.keySet().removeIf(name -> name.contains("<"));
    }

    Optional<FlinkOption> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Set<String> names() {
        return byName.keySet();
    }

    private static List<FlinkOption> declared(Class<?> declaring) {
        List<FlinkOption> options = new ArrayList<>();
        for (Field field : declaring.getFields()) {
            if (field.getType() == ConfigOption.class) {
                Type type =
                        ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0];
                try {
                    options.add(new FlinkOption((ConfigOption<?>) field.get(null), type));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(field + " is public, but not accessible", e);
                }
            }
        }
        return options;
    }
}
