package io.kindred.tools.evaluate;

import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;

import java.util.ArrayList;
import java.util.List;

/** Gives each name a number, from 0 in the order of first use. */
final class Names {

    private final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
    private final List<String> names = new ArrayList<>();

    /** Returns the number of a name, and adds the name if it is new. */
    int number(String name) {
        int fresh = names.size();
        int number = numbers.computeIfAbsent(name, any -> fresh);
        if (number == fresh) {
            names.add(name);
        }
        return number;
    }

    /** The number of a name; -1 if there is no such name. */
    int find(String name) {
        return numbers.getOrDefault(name, -1);
    }

    /** The name that has the number. */
    String name(int number) {
        return names.get(number);
    }
}
