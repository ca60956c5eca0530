package io.kindred.tools.evaluate;

import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;

import java.util.ArrayList;
import java.util.List;

/** Numbers names in the order in which they first come, from 0. */
final class Names {

    private final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
    private final List<String> names = new ArrayList<>();

    /** The number of a name, a new one if the name is new. */
    int number(String name) {
        int fresh = names.size();
        int number = numbers.computeIfAbsent(name, any -> fresh);
        if (number == fresh) {
            names.add(name);
        }
        return number;
    }

    /** The name with a number. */
    String name(int number) {
        return names.get(number);
    }
}
