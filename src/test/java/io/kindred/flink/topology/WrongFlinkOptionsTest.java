package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.TestJob;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WrongFlinkOptionsTest {

    @TempDir private Path folder;

    private TestJob job(String option, String value) {
        return PeopleJob.in(folder).records("in").with("flink", Map.of(option, value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "parallelism.default | two | expected an integer from 1 to 720, found 'two'",
                "parallelism.default | 0 | expected an integer from 1 to 720, found '0'",
                "parallelism.default | 721 | expected an integer from 1 to 720, found '721'",
                "parallelism.defualt | 2 | unknown option 'parallelism.defualt'; did you mean"
                        + " 'parallelism.default'?",
                "state.backend.type | rocks | expected rocksdb, hashmap or the name of a class,"
                        + " found 'rocks'",
                "state.backend.typ | rocksdb | unknown option 'state.backend.typ'; did you mean"
                        + " 'state.backend.type'?",
                "state.backend.rocksdb.use-bloom-filter | yes | expected true or false, found"
                        + " 'yes'",
                "execution.runtime-mode | BATCH | expected STREAMING, found 'BATCH'; leave it out,"
                        + " and use 'output: final' for one result at the end",
                "execution.checkpointing.interval | 10 parsecs | expected a duration such as '500"
                        + " ms', '10 s' or '5 min', found '10 parsecs'",
                "execution.checkpointing.mode | ONCE | expected one of EXACTLY_ONCE,"
                        + " AT_LEAST_ONCE, found 'ONCE'",
                "taskmanager.memory.managed.size | much | expected a size of memory such as '64"
                        + " mb' or '2 gb', found 'much'",
                "taskmanager.numberOfTaskSlots | 1.5 | expected a 32-bit integer, found '1.5'",
                "taskmanager.memory.managed.fraction | half | expected a number, found 'half'",
            })
    void areNamedWithTheFix(String option, String value, String problem) {
        TestJob job = job(option, value);

        assertThatThrownBy(() -> JobEnvironment.check(job.config()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(folder.resolve("job.yaml") + ": flink." + option + ": " + problem);
    }

    @ParameterizedTest
    @CsvSource({
        "parallelism.default, 720",
        "state.backend.type, HashMap",
        "state.backend.type, org.example.OwnBackendFactory",
        "execution.runtime-mode, streaming",
        "execution.checkpointing.interval, 10 s",
        "state.backend.incremental, false",
        "metrics.reporter.names.interval, 10 s",
        "s3.access-key, abc",
        "own.option, anything",
    })
    void areNotSeenInGoodOnes(String option, String value) {
        TestJob job = job(option, value);

        assertThatCode(() -> JobEnvironment.check(job.config())).doesNotThrowAnyException();
    }

    @Test
    void doNotReachTheEnvironment() {
        TestJob job = job("parallelism.default", "0");

        assertThatThrownBy(() -> JobRun.environment(job.config(), 1))
                .isInstanceOf(InvalidConfigException.class);
    }

    @Test
    void ofTheSubmissionDoNotMakeABatchJob() {
        Configuration given = new Configuration();
        given.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);

        assertThat(
                        JobRun.environment(PeopleJob.in(folder).records("in").config(), 1, given)
                                .getConfiguration()
                                .get(ExecutionOptions.RUNTIME_MODE))
                .isEqualTo(RuntimeExecutionMode.STREAMING);
    }
}
