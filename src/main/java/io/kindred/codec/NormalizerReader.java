package io.kindred.codec;

import io.kindred.ontology.BasicNormalizer;
import io.kindred.ontology.Normalizer;

import java.util.List;
import java.util.Optional;

/** Reads the field {@code normalize} of attributes, keys and conditions: a list of steps. */
final class NormalizerReader {

    static final String NORMALIZE = "normalize";

    private NormalizerReader() {}

    /** The steps of a key or a condition; none if the field is missing. */
    static List<Normalizer> read(ConfigObject object) {
        return object.items(NORMALIZE).stream().map(NormalizerReader::step).toList();
    }

    /** The steps, if the field is there. */
    static Optional<List<Normalizer>> optional(ConfigObject object) {
        return object.optional(NORMALIZE).map(node -> read(object));
    }

    /**
     * The steps of an attribute, none of which gives several values.
     *
     * @throws InvalidConfigException if one does
     */
    static List<Normalizer> ofAttribute(ConfigObject attribute) {
        List<ConfigNode> nodes = attribute.items(NORMALIZE);
        List<Normalizer> steps = read(attribute);
        for (int i = 0; i < steps.size(); i++) {
            if (!steps.get(i).isForAttributes()) {
                throw nodes.get(i)
                        .invalid(
                                "gives several values, which an attribute's values must not;"
                                        + " write it in the normalize of an identity key or a"
                                        + " condition");
            }
        }
        return steps;
    }

    private static Normalizer step(ConfigNode node) {
        return node.choice("normaliser", BasicNormalizer.class);
    }
}
