package io.kindred.tools.generate;

import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Interval;
import io.kindred.tools.generate.FileLayout.Format;
import io.kindred.tools.generate.Person.Address;
import io.kindred.tools.generate.Person.Surname;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Generates the records of a source about a person: the values that the source knows, in its style,
 * with errors.
 *
 * <p>A record is identified by its slot, {@code person * 2 + copy}. Copy 1 is the duplicate. For
 * example, slot 14 is the record about person 7, and slot 15 its duplicate.
 */
final class RecordFactory {

    static final String PLACEHOLDER_EMAIL = "noreply@example.org";
    static final String PLACEHOLDER_PHONE = "000-000-0000";
    static final String PLACEHOLDER_BIRTH_DATE = "1900-01-01";

    /** Share of the errors in names that swap first and last name. */
    private static final double SWAPPED = 0.5;

    private static final long KNOWN = 10;
    private static final long RECORD = 11;
    private static final long FATE = 12;
    private static final long DUPLICATE = 13;

    private final long seed;
    private final Noise noise;
    private final Mistakes mistakes;
    private final People people;
    private final long numberOfPeople;
    private final boolean withHistory;

    RecordFactory(GeneratorSettings settings, People people) {
        this.seed = settings.seed();
        this.noise = settings.noise();
        this.mistakes = new Mistakes(noise.errors());
        this.people = people;
        this.numberOfPeople = settings.population().people();
        this.withHistory = settings.layout().format() == Format.RECORD;
    }

    /** Whether a source with a record about a person has a duplicate of it. */
    boolean isDuplicated(SourceKind source, long person) {
        return noise.duplicates() > 0
                && Draws.of(seed, DUPLICATE, source.ordinal(), person).chance(noise.duplicates());
    }

    /** Whether a record is updated or deleted after its first version. */
    Fate fate(SourceKind source, long slot) {
        Draws draws = Draws.of(seed, FATE, source.ordinal(), slot);
        boolean updated = draws.chance(noise.updates());
        return new Fate(updated, draws.chance(noise.deletes()));
    }

    /** Generates a version of a record. */
    SyntheticRecord record(SourceKind source, String uid, long slot, int version, Person person) {
        // All versions have the same attributes, but each has its own errors.
        Draws known = Draws.of(seed, KNOWN, source.ordinal(), slot);
        Draws draws = Draws.of(seed, RECORD, source.ordinal(), slot, version);
        SourceKind.Knowledge knowledge = source.knowledge();
        Facts facts =
                new Facts(
                        known.chance(knowledge.dateOfBirth()),
                        known.chance(knowledge.ssn()),
                        known.chance(knowledge.address()),
                        known.chance(knowledge.workEmail()),
                        seenAt(known, version));
        Draft draft = new Draft(source, draws, placeholder(draws));
        draft.names(person, facts);
        draft.always(facts.dateOfBirth(), "date_of_birth", person.dateOfBirth());
        draft.always(true, "email", person.emails().get(facts.workEmail() ? 1 : 0));
        draft.always(true, "phone", source.stylePhone(person.phones().get(version > 1 ? 1 : 0)));
        draft.identifier(person, facts);
        if (facts.address()) {
            draft.addresses(person, facts);
        }
        return new SyntheticRecord(uid, version, Op.UPSERT, draft.descriptors);
    }

    private Placeholder placeholder(Draws draws) {
        if (noise.placeholders() == 0 || !draws.chance(noise.placeholders())) {
            return Placeholder.NONE;
        }
        return switch (draws.below(4)) {
            case 0 -> Placeholder.PHONE;
            case 1 -> Placeholder.BIRTH_DATE;
            default -> Placeholder.EMAIL;
        };
    }

    /** The time for which a source without history has name and address; later for version 2. */
    private static long seenAt(Draws known, int version) {
        int half = (People.LAST_DAY - People.FIRST_DAY) / 2;
        int day = People.FIRST_DAY + (version - 1) * half + known.below(half);
        return day * People.MILLIS_PER_DAY;
    }

    private boolean sees(SourceKind source, Facts facts, Interval interval) {
        return withHistory && source.knowledge().history()
                || interval.start() <= facts.seenAt() && facts.seenAt() < interval.end();
    }

    /** Whether a record is updated and whether it is deleted. */
    record Fate(boolean updated, boolean deleted) {}

    private enum Placeholder {
        NONE,
        EMAIL,
        PHONE,
        BIRTH_DATE
    }

    private record Facts(
            boolean dateOfBirth, boolean ssn, boolean address, boolean workEmail, long seenAt) {}

    /** Collects the descriptors of one record. */
    private final class Draft {

        private final SourceKind source;
        private final Draws draws;
        private final Placeholder placeholder;
        private final List<Descriptor> descriptors = new ArrayList<>(10);

        Draft(SourceKind source, Draws draws, Placeholder placeholder) {
            this.source = source;
            this.draws = draws;
            this.placeholder = placeholder;
        }

        void names(Person person, Facts facts) {
            String first = source.styleName(person.firstName());
            if (mistakes.hasError(draws) && draws.chance(SWAPPED)) {
                add("first_name", Optional.of(surnameAt(person, facts.seenAt())), Interval.ALWAYS);
                add("last_name", Optional.of(first), Interval.ALWAYS);
                return;
            }
            add("first_name", mistakes.value(draws, first), Interval.ALWAYS);
            for (Surname surname : person.surnames()) {
                if (sees(source, facts, surname.interval())) {
                    String last = source.styleName(surname.value());
                    add("last_name", mistakes.value(draws, last), surname.interval());
                }
            }
        }

        private String surnameAt(Person person, long moment) {
            Surname surname = person.surnames().get(0);
            for (Surname later : person.surnames()) {
                surname = later.interval().start() <= moment ? later : surname;
            }
            return source.styleName(surname.value());
        }

        void always(boolean known, String attribute, String value) {
            Optional<String> replacement = placeholderValue(attribute);
            if (replacement.isPresent()) {
                add(attribute, replacement, Interval.ALWAYS);
            } else if (known) {
                add(attribute, mistakes.value(draws, value), Interval.ALWAYS);
            }
        }

        void identifier(Person person, Facts facts) {
            if (numberOfPeople > 1
                    && noise.identifierConflicts() > 0
                    && draws.chance(noise.identifierConflicts())) {
                long step = 1 + Long.remainderUnsigned(draws.next(), numberOfPeople - 1);
                String stranger = people.ssn((person.index() + step) % numberOfPeople);
                add("ssn", Optional.of(stranger), Interval.ALWAYS);
            } else if (facts.ssn()) {
                String own = people.ssn(person.index());
                add("ssn", mistakes.identifier(draws, own), Interval.ALWAYS);
            }
        }

        void addresses(Person person, Facts facts) {
            for (Address address : person.addresses()) {
                if (sees(source, facts, address.interval())) {
                    String street = source.styleName(address.street());
                    String city = source.styleName(address.city());
                    add("street", mistakes.value(draws, street), address.interval());
                    add("city", mistakes.value(draws, city), address.interval());
                }
            }
        }

        private Optional<String> placeholderValue(String attribute) {
            return switch (placeholder) {
                case NONE -> Optional.empty();
                case EMAIL ->
                        Optional.of(PLACEHOLDER_EMAIL).filter(value -> attribute.equals("email"));
                case PHONE ->
                        Optional.of(PLACEHOLDER_PHONE).filter(value -> attribute.equals("phone"));
                case BIRTH_DATE ->
                        Optional.of(PLACEHOLDER_BIRTH_DATE)
                                .filter(value -> attribute.equals("date_of_birth"));
            };
        }

        private void add(String attribute, Optional<String> value, Interval interval) {
            value.ifPresent(known -> descriptors.add(new Descriptor(attribute, known, interval)));
        }
    }
}
