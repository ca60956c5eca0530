package io.kindred.tools.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * How many requests are of which route.
 *
 * @param shares one for each of {@link ServedRoute}, 0 or greater, not all 0
 */
public record RequestMix(List<Integer> shares) {

    public RequestMix {
        shares = List.copyOf(shares);
    }

    /**
     * Reads shares such as {@code 60,30,10}.
     *
     * @throws IllegalArgumentException if they are others; the message begins with the option's
     *     name
     */
    public static RequestMix parse(String text) {
        try {
            List<Integer> shares =
                    Stream.of(text.split(",", -1))
                            .map(String::strip)
                            .map(Integer::valueOf)
                            .toList();
            if (shares.size() == ServedRoute.values().length
                    && shares.stream().allMatch(each -> each >= 0 && each <= 1_000_000)
                    && shares.stream().anyMatch(each -> each > 0)) {
                return new RequestMix(shares);
            }
        } catch (NumberFormatException wrong) {
            // Refused below.
        }
        throw new IllegalArgumentException(
                "mix is '"
                        + text
                        + "', expected shares of /entities, /search and /match, such as 60,30,10");
    }

    /** A route by its share. */
    ServedRoute pick(SplittableRandom random) {
        int at = random.nextInt(shares.stream().mapToInt(Integer::intValue).sum());
        int route = 0;
        while (at >= shares.get(route)) {
            at -= shares.get(route);
            route++;
        }
        return ServedRoute.values()[route];
    }
}
