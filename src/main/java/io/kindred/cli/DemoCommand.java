package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Resolves the bundled sample and prints some of the results. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Resolve the bundled sample and show two results: three records about one person that"
                    + " become one golden record, and a conflict.",
            "Overwrites the output of an earlier demo."
        },
        footer = {"", "Exit code: 0 done, 1 the job failed, 2 wrong usage."})
public final class DemoCommand extends AbstractCommand {

    @Mixin private HomeOption home = new HomeOption();

    /** Called by picocli. */
    public DemoCommand() {}

    @Override
    public Integer call() throws Exception {
        Path jobFile = home.value().resolve("conf/sample/job.yaml");
        if (!Files.isRegularFile(jobFile)) {
            throw invalidUsage("--home " + home.value() + " has no conf/sample/job.yaml");
        }
        PrintWriter out = out();
        JobConfig config = JobConfigReader.read(jobFile);
        out.println("Resolving the sample: " + jobFile + "\n");
        out.flush();
        RunSummary summary =
                new EmbeddedRun(config, OptionalInt.empty(), true)
                        .run(new ProgressOption().on(err()), warning -> {});
        new DemoStory(config, out).print();
        summary.print(out);
        return 0;
    }
}
