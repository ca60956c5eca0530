package io.kindred.resolve.match;

import io.kindred.ontology.Normalizer;

import java.util.ArrayList;
import java.util.List;

/**
 * The aspects of records that the rules of an entity type compare: an attribute, and the steps that
 * its values pass before they are compared. Each has a number.
 */
final class Aspects {

    private final List<Aspect> all = new ArrayList<>();

    /**
     * An aspect.
     *
     * @param steps applied to the attribute's normalised values
     */
    record Aspect(String attribute, List<Normalizer> steps) {}

    /** The number of an aspect, which is added if it is new. */
    int number(String attribute, List<Normalizer> steps) {
        Aspect aspect = new Aspect(attribute, steps);
        int known = all.indexOf(aspect);
        if (known >= 0) {
            return known;
        }
        all.add(aspect);
        return all.size() - 1;
    }

    Aspect get(int number) {
        return all.get(number);
    }

    int size() {
        return all.size();
    }
}
