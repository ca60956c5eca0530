package io.kindred.tools.profile;

import io.kindred.tools.input.InvalidInputException;
import io.kindred.tools.input.RecordFiles;

import java.io.IOException;
import java.util.List;

/** Profiles records in two passes: one for the attributes, one for the keys. */
public final class Profiler {

    private final ProfileSettings settings;

    public Profiler(ProfileSettings settings) {
        this.settings = settings;
    }

    /**
     * Reads the files twice.
     *
     * @throws InvalidInputException if there are no records of the entity type
     * @throws IOException if a file cannot be read
     */
    public Profile profile(RecordFiles files) throws IOException {
        AttributePass first = new AttributePass(settings);
        RecordFiles.Summary read = files.read(first::accept);
        if (first.records() == 0) {
            throw new InvalidInputException(
                    "no records"
                            + settings.entityType().map(type -> " of type " + type).orElse("")
                            + " in "
                            + read.inputs()
                            + " inputs"
                            + read.firstRejection().map(why -> "; " + why).orElse(""));
        }
        List<Profile.Attribute> attributes = first.attributes();
        KeyPass second =
                new KeyPass(
                        settings,
                        first.entityType(),
                        attributes,
                        KeyProposals.of(attributes, settings.keys()));
        if (settings.keys() > 0) {
            files.read(second::accept);
        }
        return new Profile(
                first.entityType(),
                read,
                first.records(),
                first.otherTypes(),
                attributes,
                second.keys(first.records()),
                settings.maxRecords());
    }
}
