package io.kindred.ontology;

/**
 * The weight of a perspective for one attribute. Compared by authority first, then by weight.
 *
 * @param authoritative whether the perspective is authoritative for the attribute
 * @param weight the perspective's general weight
 */
public record AttributeWeight(boolean authoritative, long weight)
        implements Comparable<AttributeWeight> {

    @Override
    public int compareTo(AttributeWeight other) {
        int order = Boolean.compare(authoritative, other.authoritative);
        return order != 0 ? order : Long.compare(weight, other.weight);
    }
}
