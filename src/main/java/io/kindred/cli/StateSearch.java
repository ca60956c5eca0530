package io.kindred.cli;

import io.kindred.flink.topology.SavedState;
import io.kindred.flink.topology.StateFolders;
import io.kindred.model.RecordIdentity;
import io.kindred.offline.FindTask;
import io.kindred.offline.FindTask.Hit;
import io.kindred.offline.InvalidRequestException;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Looks up records in savepoints and checkpoints. */
final class StateSearch {

    private final List<RecordIdentity> records;
    private final PrintWriter err;

    /**
     * Creates a search.
     *
     * @param err gets a line for each state that is searched
     */
    StateSearch(List<RecordIdentity> records, PrintWriter err) {
        this.records = records;
        this.err = err;
    }

    /** A state that knows some of the records. */
    record Holder(String path, List<Hit> hits) {}

    /** A state that could not be searched, or not all of it. */
    record Unread(String path, String reason) {}

    /**
     * What was found in some folders.
     *
     * @param searched the paths of all states, sorted
     */
    record Findings(List<String> searched, List<Holder> holders, List<Unread> unread) {}

    /** What one state knows of the records, sorted. */
    List<Hit> in(String state) throws IOException, InterruptedException, JobFailedException {
        FindTask.Found found = new FindTask.Found();
        ColdRun.onAnyState("erase", state, err).run(FindTask.of(records), found);
        return found.hits();
    }

    /**
     * Searches all states below some folders.
     *
     * @param except the paths of states that are left out
     */
    Findings below(Collection<String> folders, Set<String> except)
            throws IOException, InterruptedException {
        List<String> searched = new ArrayList<>();
        List<Holder> holders = new ArrayList<>();
        List<Unread> unread = new ArrayList<>();
        for (String state : StateFolders.below(folders)) {
            if (except.contains(state)) {
                continue;
            }
            searched.add(state);
            try {
                List<Hit> hits = in(state);
                if (!hits.isEmpty()) {
                    holders.add(new Holder(state, hits));
                }
                if (!SavedState.open(state).isSettled()) {
                    unread.add(new Unread(state, "has in-flight records, which were not searched"));
                }
            } catch (JobFailedException | InvalidRequestException e) {
                unread.add(new Unread(state, String.valueOf(e.getMessage())));
            }
        }
        return new Findings(searched, holders, unread);
    }
}
