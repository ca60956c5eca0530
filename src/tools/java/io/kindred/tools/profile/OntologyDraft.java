package io.kindred.tools.profile;

import io.kindred.tools.profile.KeyProposal.Part;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A first ontology for the records of a profile, as YAML that says why each rule is there. It is a
 * start: somebody who knows the data should read it.
 */
public final class OntologyDraft {

    private static final int COMPARED = 4;

    /** Words that YAML takes for something else than text. */
    private static final Set<String> RESERVED =
            Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

    private final Profile profile;
    private final KeyChoice choice;

    public OntologyDraft(Profile profile) {
        this.profile = profile;
        this.choice = new KeyChoice(profile);
    }

    /** The ontology as YAML, with comments that say why. */
    public String yaml() {
        StringBuilder yaml = new StringBuilder();
        line(
                yaml,
                0,
                "# A first ontology, proposed from %,d records. Read it, run it, improve it:",
                profile.records());
        line(
                yaml,
                0,
                "# - keys without 'where' merge whoever has equal values. Are they as unique as they look?");
        line(
                yaml,
                0,
                "# - keys with 'where' compare the records of a block. Change what is nearly equal.");
        line(yaml, 0, "entity_types:");
        line(yaml, 1, "%s:", quoted(profile.entityType()));
        if (choice.exact().isEmpty() && choice.tested().isEmpty()) {
            line(yaml, 2, "# No key was found: every record stays an entity of its own. Add keys.");
            line(yaml, 2, "identity_keys: []");
        } else {
            line(yaml, 2, "identity_keys:");
            choice.exact().forEach(key -> exact(yaml, key));
            choice.tested().forEach(key -> tested(yaml, key));
        }
        strongIdentifiers(yaml);
        line(yaml, 2, "attributes:");
        profile.attributes().forEach(each -> attribute(yaml, each));
        return yaml.toString();
    }

    private void exact(StringBuilder yaml, Profile.Key key) {
        line(
                yaml,
                3,
                "# %,d different values for %,d records%s.",
                key.distinct(),
                key.records(),
                key.proposal().parts().size() == 1
                        ? ": nearly everybody has their own"
                        : "; all are equal, so few are of two");
        line(yaml, 3, "- name: %s", quoted(key.proposal().name()));
        line(yaml, 4, "attributes: [%s]", parts(key));
        line(yaml, 4, "max_records: %d", profile.maxRecords());
    }

    private void tested(StringBuilder yaml, Profile.Key key) {
        line(
                yaml,
                3,
                "# %.1f candidates a record%s. %s",
                2 * key.pairsPerRecord(profile.records()),
                key.generic() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; %,d records have values that are generic",
                                key.genericRecords()),
                "Equal values are not enough, so more must be nearly equal:");
        line(yaml, 3, "- name: %s", quoted(key.proposal().name()));
        line(yaml, 4, "attributes: [%s]", parts(key));
        line(yaml, 4, "max_records: %d", profile.maxRecords());
        line(yaml, 4, "where:");
        for (List<Profile.Attribute> all : choice.alternatives(key.proposal(), COMPARED)) {
            line(
                    yaml,
                    5,
                    "- [%s]",
                    all.stream().map(OntologyDraft::condition).collect(Collectors.joining(", ")));
        }
    }

    private static String condition(Profile.Attribute attribute) {
        String nearly = attribute.kind().nearly();
        return "{attribute: "
                + quoted(attribute.name())
                + (nearly.isEmpty() ? "" : ", " + nearly)
                + "}";
    }

    private void strongIdentifiers(StringBuilder yaml) {
        profile.attributes().stream()
                .filter(each -> each.kind() == ValueKind.IDENTIFIER)
                .findFirst()
                .ifPresent(
                        each -> {
                            line(
                                    yaml,
                                    2,
                                    "# If two records with different values are never the same, whatever else is equal:");
                            line(
                                    yaml,
                                    2,
                                    "# strong_identifiers: [{attribute: %s}]",
                                    quoted(each.name()));
                        });
    }

    private static void attribute(StringBuilder yaml, Profile.Attribute attribute) {
        String nulls =
                attribute.placeholders().isEmpty()
                        ? ""
                        : attribute.placeholders().stream()
                                .map(OntologyDraft::quoted)
                                .collect(Collectors.joining(", ", ", nulls: [", "]"));
        attribute
                .repeats()
                .ifPresent(
                        other ->
                                line(
                                        yaml,
                                        3,
                                        "# Repeats %s, so no key or condition uses it.",
                                        other));
        line(
                yaml,
                3,
                "%s: {normalize: %s%s, prefer: [majority, latest]}%s",
                quoted(attribute.name()),
                attribute.kind().steps(),
                nulls,
                attribute.kind() == ValueKind.OTHER_DATE
                        ? "  # not in the form yyyy-mm-dd: only equal digits are equal dates"
                        : "");
    }

    private static String parts(Profile.Key key) {
        return key.proposal().parts().stream()
                .map(OntologyDraft::part)
                .collect(Collectors.joining(", "));
    }

    private static String part(Part part) {
        return part.isExact()
                ? quoted(part.attribute())
                : "{attribute: %s, normalize: [%s]}"
                        .formatted(quoted(part.attribute()), part.variant().step());
    }

    /** A YAML string, in quotes unless it is a plain word. */
    private static String quoted(String text) {
        boolean isWord =
                text.matches("[A-Za-z_][A-Za-z0-9_]*")
                        && !RESERVED.contains(text.toLowerCase(Locale.ROOT));
        return isWord ? text : '"' + escaped(text) + '"';
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            if (c == '"' || c == '\\') {
                                escaped.append('\\').appendCodePoint(c);
                            } else if (c < ' ') {
                                escaped.append(String.format("\\x%02x", c));
                            } else {
                                escaped.appendCodePoint(c);
                            }
                        });
        return escaped.toString();
    }

    private static void line(StringBuilder yaml, int depth, String format, Object... values) {
        yaml.append("  ".repeat(depth))
                .append(String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}
