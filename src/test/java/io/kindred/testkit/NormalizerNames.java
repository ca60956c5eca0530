package io.kindred.testkit;

import io.kindred.ontology.BasicNormalizer;
import io.kindred.ontology.Normalizer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

final class NormalizerNames {

    private NormalizerNames() {}

    record StandIn(String name, int n) implements Normalizer {
        @Override
        public String apply(String value) {
            int[] all = value.codePoints().toArray();
            int take = Math.min(n, all.length);
            return switch (name) {
                case "prefix" -> new String(all, 0, take);
                case "suffix" -> new String(all, all.length - take, take);
                case "sorted_tokens" -> {
                    List<String> tokens = new ArrayList<>(tokens(value));
                    Collections.sort(tokens);
                    yield String.join(" ", tokens);
                }
                case "email_local" ->
                        value.chars().filter(c -> c == '@').count() == 1
                                ? value.substring(0, value.indexOf('@'))
                                : "";
                default -> throw new IllegalArgumentException(name);
            };
        }

        @Override
        public List<String> applyAll(String value) {
            return hasSeveral()
                    ? List.copyOf(new LinkedHashSet<>(tokens(value)))
                    : List.of(apply(value));
        }

        @Override
        public boolean hasSeveral() {
            return name.equals("tokens");
        }

        private static List<String> tokens(String value) {
            String collapsed = BasicNormalizer.COLLAPSE_WHITESPACE.apply(value);
            return collapsed.isEmpty() ? List.of() : List.of(collapsed.split(" "));
        }
    }

    static Object text(Normalizer step) {
        if (step instanceof BasicNormalizer basic) {
            return basic.name().toLowerCase(Locale.ROOT);
        }
        StandIn own = (StandIn) step;
        return own.n() > 0 ? Map.of(own.name(), own.n()) : own.name();
    }

    static Normalizer of(String name) {
        for (BasicNormalizer each : BasicNormalizer.values()) {
            if (each.name().equals(name.toUpperCase(Locale.ROOT))) {
                return each;
            }
        }
        return new StandIn(name, 0);
    }

    static Normalizer of(String name, int n) {
        return new StandIn(name, n);
    }
}
