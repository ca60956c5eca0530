package io.kindred.tools.bench;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ServeReportTest {

    @Test
    void hasThePercentilesAndErrorsOfEachRoute() {
        long[] nanos = LongStream.rangeClosed(1, 2_000).map(each -> each * 1_000_000).toArray();
        int[] statuses = new int[2_000];
        Arrays.fill(statuses, 200);
        statuses[5] = 503;
        statuses[6] = ServeClient.NO_ANSWER;
        List<ServedRoute> routes = new ArrayList<>(Collections.nCopies(1_999, ServedRoute.SEARCH));
        routes.add(ServedRoute.MATCH);

        List<ServeReport.Route> report =
                ServeReport.routes(routes, new OpenLoop.Times(nanos, statuses, 100));

        Map<String, Integer> errors = Map.of("503", 1, "no answer", 1);
        assertThat(report)
                .containsExactly(
                        new ServeReport.Route(
                                "POST /search", 1_999, 1_000, 1_980, 1_998, 1_999, errors),
                        new ServeReport.Route(
                                "POST /match", 1, 2_000, 2_000, 2_000, 2_000, Map.of()),
                        new ServeReport.Route("all", 2_000, 1_000, 1_980, 1_998, 2_000, errors));
    }

    @Test
    void readsShares() {
        assertThat(RequestMix.parse("60, 30,10").shares()).containsExactly(60, 30, 10);
        for (String wrong : List.of("", "60,30", "0,0,0", "-1,1,1", "a,b,c", "1,2,3,4")) {
            assertThatThrownBy(() -> RequestMix.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("mix is '" + wrong + "', expected shares");
        }
    }
}
