package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.codec.Suggestion;
import io.kindred.flink.config.JobConfig;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.StateBackendOptions;

import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks the Flink options of a job file for misspelt names and for values of the wrong type. A
 * name that resembles no option of Flink is accepted, because plugins have options too.
 */
final class FlinkOptionsCheck {

    private static final int MAX_EDITS = 2;
    private static final Set<String> STATE_BACKENDS = Set.of("rocksdb", "hashmap");

    private final JobConfig config;
    private final FlinkOptions options = new FlinkOptions();

    private FlinkOptionsCheck(JobConfig config) {
        this.config = config;
    }

    /**
     * Checks all options.
     *
     * @throws InvalidConfigException naming the first invalid option, in alphabetical order
     */
    static void check(JobConfig config) {
        if (!config.flinkOptions().isEmpty()) {
            FlinkOptionsCheck check = new FlinkOptionsCheck(config);
            new TreeMap<>(config.flinkOptions()).forEach(check::check);
        }
    }

    private void check(String name, String value) {
        options.find(name)
                .ifPresentOrElse(
                        option -> checkValue(name, option, value), () -> checkUnknown(name));
    }

    private void checkUnknown(String name) {
        Suggestion.within(MAX_EDITS, name, options.names())
                .ifPresent(
                        meant -> {
                            throw invalid(
                                    name,
                                    String.format(
                                            "unknown option '%s'; did you mean '%s'?",
                                            name, meant));
                        });
    }

    private void checkValue(String name, FlinkOption option, String value) {
        if (is(option, ExecutionOptions.RUNTIME_MODE)) {
            if (!value.equalsIgnoreCase(RuntimeExecutionMode.STREAMING.name())) {
                throw invalid(
                        name,
                        String.format(
                                "expected STREAMING, found '%s'; leave it out, and use 'output:"
                                        + " final' for one result at the end",
                                value));
            }
        } else if (is(option, CoreOptions.DEFAULT_PARALLELISM)) {
            if (!option.accepts(value) || !isParallelism(Integer.parseInt(value))) {
                throw unexpected(name, "an integer from 1 to " + JobGraphBuilder.KEY_GROUPS, value);
            }
        } else if (is(option, StateBackendOptions.STATE_BACKEND)) {
            if (!STATE_BACKENDS.contains(value.toLowerCase(Locale.ROOT)) && !value.contains(".")) {
                throw unexpected(name, "rocksdb, hashmap or the name of a class", value);
            }
        } else if (!option.accepts(value)) {
            throw unexpected(name, option.expected(), value);
        }
    }

    private static boolean is(FlinkOption option, ConfigOption<?> other) {
        return option.option().key().equals(other.key());
    }

    private static boolean isParallelism(int value) {
        return value >= 1 && value <= JobGraphBuilder.KEY_GROUPS;
    }

    private InvalidConfigException unexpected(String name, String expected, String found) {
        return invalid(name, String.format("expected %s, found '%s'", expected, found));
    }

    private InvalidConfigException invalid(String name, String problem) {
        return new InvalidConfigException(config.file(), "flink." + name, problem);
    }
}
