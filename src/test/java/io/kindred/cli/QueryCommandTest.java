package io.kindred.cli;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QueryCommandTest {

    @Test
    void refusesOptionsThatMeanNothingForWhatIsAsked() {
        refuses("expected one of --where", "--type", "person");
        refuses("--type is only for", "--type", "person", "--entity", "person-1");
        refuses("--type is only for", "--type", "person", "--match", "{}");
        refuses("--from and --to are only for", "--from", "2020-01-01", "--match", "{}");
        refuses("--from and --to are only for", "--to", "2020-01-01", "--record", "crm", "1");
    }

    private static void refuses(String reason, String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "query";
        arguments[1] = "--state";
        arguments[2] = "s";
        System.arraycopy(options, 0, arguments, 3, options.length);
        CommandRun run = CommandRun.kindred(arguments);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith(reason);
    }
}
