package io.kindred.tools;

import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.tools.serve.ServedJob;
import io.kindred.tools.store.FedRow;
import org.apache.commons.io.FileUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/** How the server's command ends. */
class ServeCommandTest {

    private static final String MEGABYTE = "x".repeat(1 << 20);

    @TempDir private Path folder;

    @Test
    void failsSoThatItIsStartedAgainIfTheStoreFails() throws Exception {
        ServedJob job = new ServedJob(folder.resolve("job"), "changelog");
        Path store = folder.resolve("store");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = KindredTools.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        CompletableFuture<Integer> exit =
                CompletableFuture.supplyAsync(
                        () ->
                                command.execute(
                                        "serve",
                                        job.config().file(),
                                        "--store",
                                        store.toString(),
                                        "--port",
                                        "0",
                                        "--memory",
                                        "8m",
                                        "--poll-ms",
                                        "10"));
        Awaitility.await().forever().until(() -> out.toString().contains("Serving"));
        FileUtils.deleteDirectory(store.toFile());
        // What is in memory must go to a file at some time, and its folder is gone.
        int[] rows = {0};
        Awaitility.await()
                .forever()
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            job.finish(List.of(row(++rows[0])));
                            return exit.isDone();
                        });
        assertThat(exit.join()).isEqualTo(1);
        assertThat(err.toString())
                .contains("following has ended: the store failed")
                .hasLineCount(1);
    }

    private static FedRow row(int number) {
        String row =
                String.format(
                        "{\"entity_id\":\"person-%032x\",\"entity_type\":\"person\",\"status\":\"active\",\"revision\":1,\"records\":[],"
                                + "\"golden\":[{\"attr\":\"email\",\"value\":\"%s\",\"start\":null,\"end\":null}]}",
                        number, MEGABYTE);
        return new FedRow(Output.ENTITIES, row.getBytes(StandardCharsets.UTF_8), 0, false);
    }
}
