package io.kindred.tools.quality;

import java.util.List;
import java.util.Map;

/**
 * How good the data and the result of a job are. JSON and page are made from it; the names of its
 * components, in snake case, are the fields of the JSON.
 *
 * @param asOf when the newest row was emitted or became visible; empty if there is no row
 * @param types sorted by name
 * @param growth empty if all rows are of one time
 * @param leftOut what the report could not say, and why
 */
public record QualityReport(
        String job,
        String asOf,
        List<TypeQuality> types,
        List<Growth> growth,
        List<LeftOut> leftOut) {

    /**
     * A part of the report that is missing.
     *
     * @param part such as {@code completeness}
     */
    public record LeftOut(String part, String reason) {}

    /**
     * What was last changed in a period.
     *
     * @param records rows of assignments
     */
    public record Growth(String period, long records, long entities) {}

    /**
     * The part about one entity type.
     *
     * @param sizes by number of records, ascending
     */
    public record TypeQuality(
            String entityType,
            Summary summary,
            List<SourceQuality> sources,
            List<SizeBin> sizes,
            Completeness completeness,
            List<KeyQuality> keys,
            Sample keySample,
            ConflictQuality conflicts,
            Suspects suspects) {}

    /**
     * The numbers at the head of the part about an entity type.
     *
     * @param mergedRecords those in an entity with another record
     * @param mergedEntities those of two records or more
     * @param largestEntity empty if there is no entity
     * @param conflicts how many are open, by kind
     * @param genericValues key values that link nothing because too many records have them
     */
    public record Summary(
            long records,
            long entities,
            long mergedRecords,
            long mergedEntities,
            String largestEntity,
            long largestSize,
            Map<String, Long> conflicts,
            long genericValues) {}

    /**
     * What became of the records of one source.
     *
     * @param entities those with a record of the source
     * @param mergedRecords those in an entity with another record, of whatever source
     * @param duplicates records beyond the first one of the source in each entity
     * @param entitiesWithDuplicates those with several records of the source
     */
    public record SourceQuality(
            String perspective,
            long records,
            long entities,
            long mergedRecords,
            long duplicates,
            long entitiesWithDuplicates) {}

    /**
     * Entities of about one size.
     *
     * @param from the least number of records
     * @param to the greatest
     * @param records of all these entities
     */
    public record SizeBin(long from, long to, long entities, long records) {}

    /**
     * Which attributes have values, in how many records of each source and period.
     *
     * @param attributes those with values in most records first
     * @param further how many more attributes there are, which were not looked at
     */
    public record Completeness(List<AttributeQuality> attributes, long further, Periods periods) {}

    /**
     * How many records have a value of an attribute, and how many different ones there are.
     *
     * @param records with a value that normalisation keeps
     * @param distinct different normalised values
     * @param isExact whether they were counted; otherwise they are estimated, with a standard error
     *     of about 1 %
     * @param sources sorted by name
     */
    public record AttributeQuality(
            String attribute,
            long records,
            long distinct,
            boolean isExact,
            List<SourceValues> sources) {}

    /** The values that one source has for an attribute; see {@link AttributeQuality}. */
    public record SourceValues(String perspective, long records, long distinct, boolean isExact) {}

    /**
     * How many records have a value that is valid at some time of a period.
     *
     * @param unit such as {@code quarter}; empty if there are no periods
     * @param labels of the periods, ascending
     */
    public record Periods(String unit, List<String> labels, List<Valid> attributes) {

        static final Periods NONE = new Periods("", List.of(), List.of());
    }

    /**
     * The records with a valid value of an attribute.
     *
     * @param records by period
     */
    public record Valid(String attribute, List<Long> records) {}

    /**
     * An identity key, its commonest values, and what it merges.
     *
     * @param kind {@code equal}, {@code test}, {@code score} or {@code decision}
     * @param maxRecords values that more records share are generic; 0 for no limit
     * @param hottest the values that most records have, most first
     */
    public record KeyQuality(
            String key, String kind, long maxRecords, List<HotKeyValue> hottest, Merges merges) {}

    /** A value for each attribute of a key, and how many records have these values. */
    public record HotKeyValue(List<String> values, long records, boolean isGeneric) {}

    /**
     * What a key does for the merged entities that were examined.
     *
     * @param joined records that it links, directly or over others, with another one of their
     *     entity
     * @param needed records that would not be with most of their entity without the key
     * @param entitiesSplit entities that would fall apart without the key
     */
    public record Merges(long joined, long needed, long entitiesSplit) {

        static final Merges NONE = new Merges(0, 0, 0);
    }

    /**
     * The merged entities that were examined.
     *
     * @param of how many merged entities there are
     * @param records of the examined ones
     */
    public record Sample(long entities, long of, long records) {}

    /**
     * Open conflicts: counts by what they are about, and those to look at first.
     *
     * @param worst in the order in which people should look at them
     */
    public record ConflictQuality(List<ConflictCount> counts, List<WorstConflict> worst) {}

    /**
     * Conflicts of one kind about one thing.
     *
     * @param name the attribute, key or constraint
     * @param sources how many of the conflicts have a record of each source
     */
    public record ConflictCount(
            String kind, String name, long conflicts, Map<String, Long> sources) {}

    /** An open conflict; texts are shortened. */
    public record WorstConflict(
            String conflictId,
            String kind,
            String name,
            List<String> values,
            List<String> entities,
            long records) {}

    /**
     * What may be wrong in the result.
     *
     * @param over entities that may be several, the most suspicious first
     * @param under pairs of entities that may be one, the most suspicious first
     * @param examinedRecords how many records were looked at for the latter
     */
    public record Suspects(List<Overmerged> over, List<NearMiss> under, long examinedRecords) {

        static final Suspects NONE = new Suspects(List.of(), List.of(), 0);
    }

    /** An entity that may be several. */
    public record Overmerged(String entityId, long records, List<Reason> reasons) {}

    /** Two entities that may be one, with the records that suggest it. */
    public record NearMiss(
            String leftEntity,
            String leftRecord,
            String rightEntity,
            String rightRecord,
            List<Reason> reasons) {}

    /**
     * Why something is suspicious.
     *
     * @param kind {@code bridge_value}, {@code bridge_record}, {@code cohesion}, {@code conflicts},
     *     {@code values}, {@code score}, {@code test} or {@code shared}
     * @param text in one sentence, without values
     * @param values those that it is about
     */
    public record Reason(String kind, String text, List<String> values) {}
}
