package io.kindred.flink.topology;

import io.kindred.offline.InvalidRequestException;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.checkpoint.channel.InputChannelInfo;
import org.apache.flink.runtime.checkpoint.channel.ResultSubpartitionInfo;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.InputChannelStateHandle;
import org.apache.flink.runtime.state.ResultSubpartitionStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.apache.flink.streaming.api.graph.StreamGraphHasherV2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Checkpoints that hold what was between the operators. */
class UnalignedStateTest {

    private static final ByteStreamStateHandle BYTES =
            new ByteStreamStateHandle("bytes", new byte[8]);

    @TempDir private Path folder;

    @Test
    void isRefusedWhereAllOfItIsToBeTaken() throws Exception {
        OperatorSubtaskState before =
                OperatorSubtaskState.builder()
                        .setInputChannelState(
                                StateObjectCollection.singleton(
                                        new InputChannelStateHandle(
                                                new InputChannelInfo(0, 0), BYTES, List.of(0L))))
                        .build();
        OperatorSubtaskState behind =
                OperatorSubtaskState.builder()
                        .setResultSubpartitionState(
                                StateObjectCollection.singleton(
                                        new ResultSubpartitionStateHandle(
                                                new ResultSubpartitionInfo(0, 0),
                                                BYTES,
                                                List.of(0L))))
                        .build();
        for (OperatorSubtaskState subtask : List.of(before, behind)) {
            String path = checkpoint(subtask);

            assertThatThrownBy(() -> SavedState.openSettled(path))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage(
                            path
                                    + ": an unaligned checkpoint that contains in-flight records, which"
                                    + " only the job can process; start the job from it and take a"
                                    + " savepoint");
            assertThat(SavedState.open(path).isSettled()).isFalse();
        }
    }

    @Test
    void isLikeAnyOtherIfNothingWasBetweenTheOperators() throws Exception {
        String path = checkpoint(OperatorSubtaskState.builder().build());

        assertThat(SavedState.openSettled(path).isSettled()).isTrue();
    }

    private String checkpoint(OperatorSubtaskState ofShard) throws IOException {
        OperatorState shard =
                new OperatorState(
                        "shard",
                        Operators.SHARD,
                        new OperatorID(
                                StreamGraphHasherV2.generateUserSpecifiedHash(Operators.SHARD)),
                        1,
                        1);
        shard.putState(0, ofShard);
        Path path = Files.createTempDirectory(folder, "chk-");
        try (OutputStream out = Files.newOutputStream(path.resolve("_metadata"))) {
            Checkpoints.storeCheckpointMetadata(
                    new CheckpointMetadata(1, List.of(shard), List.of()), out);
        }
        return path.toString();
    }
}
