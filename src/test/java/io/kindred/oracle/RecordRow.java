package io.kindred.oracle;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Verdict;

import java.util.List;
import java.util.Map;

/**
 * What a row of the output {@code records} says, without digests.
 *
 * @param descriptors those that have not expired, sorted
 * @param decisions about other records that are there, by record
 * @param aboutAbsent how many decisions are about records that are not there
 */
public record RecordRow(
        RecordIdentity record,
        List<Descriptor> descriptors,
        Map<RecordIdentity, Verdict> decisions,
        long aboutAbsent) {}
