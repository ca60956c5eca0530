package io.kindred.flink.connector;

import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which of the files that are there are new. A file is what has its path, size and
 * modification time: if one of these changes, it is another file, to be read from its beginning. A
 * file is taken up when two looks in a row have found it as it is, so that one that is still being
 * written waits.
 *
 * <p>Remembers the files that were taken up for as long as they are there. So its size is that of
 * the folder, not of all that was ever in it.
 */
final class FileWatch {

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final Map<Path, InputFile> known = new LinkedHashMap<>();
    private Map<Path, InputFile> last = Map.of();

    /** Those that were not there at the last look. */
    private Set<Path> missing = new HashSet<>();

    FileWatch(Collection<InputFile> known) {
        known.forEach(file -> this.known.put(file.path(), file));
    }

    /** The files that were taken up. */
    List<InputFile> known() {
        return List.copyOf(known.values());
    }

    /**
     * Takes up what is new.
     *
     * @param files all files that are there
     * @return the new ones, in the order of the files
     */
    List<InputFile> look(List<InputFile> files) {
        Map<Path, InputFile> now = new HashMap<>();
        files.forEach(file -> now.put(file.path(), file));
        forgetMissing(now.keySet());
        List<InputFile> taken = new ArrayList<>();
        for (InputFile file : files) {
            InputFile before = known.get(file.path());
            if (before != null && before.hasSizeAndTimeOf(file)) {
                continue;
            }
            InputFile seen = last.get(file.path());
            if (seen != null && seen.hasSizeAndTimeOf(file)) {
                if (before != null) {
                    LOG.warn(
                            "{} has changed and is read again: it was {} and is {}",
                            file.path(),
                            before.describe(),
                            file.describe());
                }
                known.put(file.path(), file);
                taken.add(file);
            }
        }
        last = now;
        return taken;
    }

    /** A file that was taken up, but not read, is new if it is there again. */
    void forget(InputFile unread) {
        InputFile taken = known.get(unread.path());
        if (taken != null && taken.hasSizeAndTimeOf(unread)) {
            known.remove(unread.path());
        }
    }

    /** Only at the second look: a folder may be away for a moment. */
    private void forgetMissing(Set<Path> present) {
        Set<Path> away = new HashSet<>(known.keySet());
        away.removeAll(present);
        away.stream().filter(missing::contains).forEach(known::remove);
        away.retainAll(known.keySet());
        missing = away;
    }
}
