package io.kindred.flink.topology;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.connector.Glob;
import io.kindred.flink.connector.InputFile;
import io.kindred.flink.connector.InputPaths;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files of a job that is run again and again, each time for those that are new. A file is what
 * has its path, size and modification time.
 *
 * @param bySource the files of each source, in order; none of them empty
 */
public record ContinuedFiles(@JsonValue Map<String, List<ReadFile>> bySource) {

    /** No files. */
    public static final ContinuedFiles NONE = new ContinuedFiles(Map.of());

    /**
     * A file.
     *
     * @param path an absolute path or a URI
     * @param size in bytes
     * @param modified the modification time in milliseconds since 1970
     */
    public record ReadFile(String path, long size, long modified) {

        private static ReadFile of(InputFile file) {
            boolean isLocal = "file".equals(file.path().toUri().getScheme());
            return new ReadFile(
                    isLocal ? file.path().getPath() : file.path().toString(),
                    file.size(),
                    file.modified());
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ContinuedFiles {
        Map<String, List<ReadFile>> copy = new LinkedHashMap<>();
        bySource.forEach((source, files) -> copy.put(source, List.copyOf(files)));
        bySource = copy;
    }

    /**
     * All files that a job's sources lead to now.
     *
     * @param read those that were read before, and may be gone
     * @throws InvalidConfigException if a source is not of files that end, there are questions, or
     *     a path leads nowhere
     */
    public static ContinuedFiles of(JobConfig config, ContinuedFiles read) {
        Map<String, List<ReadFile>> bySource = new LinkedHashMap<>();
        for (int i = 0; i < config.sources().size(); i++) {
            String place = "sources[" + i + "]";
            SourceConfig source = config.sources().get(i);
            if (!(source instanceof SourceConfig.Files files) || files.isWatched()) {
                throw new InvalidConfigException(
                        config.file(),
                        place + ".type",
                        "expected files, without watch: only files that are there are read by a run"
                                + " with --state; run the job on a cluster, or without --state");
            }
            Collection<ReadFile> before = read.bySource.getOrDefault(source.name(), List.of());
            Map<String, ReadFile> found = new LinkedHashMap<>();
            for (String path : files.paths()) {
                look(config, place, path, before).stream()
                        .map(ReadFile::of)
                        .forEach(file -> found.putIfAbsent(file.path, file));
            }
            bySource.put(source.name(), List.copyOf(found.values()));
        }
        if (!config.questions().isEmpty()) {
            throw new InvalidConfigException(
                    config.file(),
                    "queries",
                    "a run with --state answers no questions; leave them out, and ask the state:"
                            + " jobs/query.sh");
        }
        return new ContinuedFiles(bySource);
    }

    private static List<InputFile> look(
            JobConfig config, String place, String path, Collection<ReadFile> before) {
        try {
            return InputPaths.look(path);
        } catch (FileNotFoundException e) {
            if (before.stream().anyMatch(file -> Glob.covers(path, file.path))) {
                return List.of();
            }
            throw new InvalidConfigException(
                    config.file(), place + ".path", e.getMessage() + "; correct the path");
        } catch (IOException e) {
            throw new InvalidConfigException(
                    config.file(), place + ".path", String.valueOf(e.getMessage()));
        }
    }

    /**
     * What a run is to read of these files. A full snapshot is read as a whole, if one of its files
     * is new or has changed.
     *
     * @param read the files that were read before
     */
    public ContinuedFiles toRead(JobConfig config, ContinuedFiles read) {
        Map<String, List<ReadFile>> rest = new LinkedHashMap<>();
        bySource.forEach(
                (source, files) -> {
                    List<ReadFile> fresh = new ArrayList<>(files);
                    fresh.removeAll(new HashSet<>(read.bySource.getOrDefault(source, List.of())));
                    if (!fresh.isEmpty()) {
                        rest.put(source, config.snapshot(source).isPresent() ? files : fresh);
                    }
                });
        return new ContinuedFiles(rest);
    }

    /**
     * Adds the files of the next run. One of them replaces a file with the same path; a full
     * snapshot replaces the previous one. One that lacked too much, so that nothing was deleted,
     * counts as not read.
     *
     * @param refused the sources of such snapshots
     */
    public ContinuedFiles with(JobConfig config, ContinuedFiles next, Set<String> refused) {
        Map<String, List<ReadFile>> all = new LinkedHashMap<>(bySource);
        next.bySource.forEach(
                (source, files) -> {
                    if (config.snapshot(source).isPresent()) {
                        all.put(source, files);
                        return;
                    }
                    Map<String, ReadFile> byPath = new LinkedHashMap<>();
                    bySource.getOrDefault(source, List.of())
                            .forEach(file -> byPath.put(file.path, file));
                    files.forEach(file -> byPath.put(file.path, file));
                    all.put(source, List.copyOf(byPath.values()));
                });
        all.keySet().removeAll(refused);
        return new ContinuedFiles(all);
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** The number of files. */
    public int size() {
        return bySource.values().stream().mapToInt(List::size).sum();
    }

    /**
     * The job that reads only these files. Its sources have names of this run, because Flink does
     * not run a source again that has ended in a savepoint.
     *
     * @param run the number of the run
     */
    public JobConfig of(JobConfig config, int run) {
        List<SourceConfig> sources = new ArrayList<>();
        for (SourceConfig source : config.sources()) {
            if (source instanceof SourceConfig.Files files && bySource.containsKey(source.name())) {
                sources.add(
                        new SourceConfig.Files(
                                name(files.name(), run),
                                bySource.get(source.name()).stream().map(ReadFile::path).toList(),
                                files.format(),
                                files.order(),
                                Duration.ZERO,
                                files.maxRecordBytes(),
                                files.encoding()));
            }
        }
        return config.reading(
                sources,
                config.snapshots().stream()
                        .map(
                                snapshot ->
                                        bySource.containsKey(snapshot.source())
                                                ? snapshot.from(name(snapshot.source(), run))
                                                : snapshot)
                        .toList());
    }

    /** No source in a job file can have such a name. */
    private static String name(String source, int run) {
        return source + ".run" + run;
    }
}
