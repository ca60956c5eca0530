package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.flink.connector.Glob;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder of the job file, against which relative paths are resolved.
 *
 * @param path absolute
 */
record JobFolder(Path path) {

    // At least two letters: a single letter is a Windows drive.
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");
    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

    static JobFolder of(Path jobFile) {
        return new JobFolder(jobFile.toAbsolutePath().normalize().getParent());
    }

    /** The absolute path of a value; a URI is returned unchanged. */
    String resolve(ConfigNode node) {
        String text = node.nonEmptyString();
        if (URI.matcher(text).matches()) {
            return text;
        }
        try {
            return path.resolve(text).normalize().toString();
        } catch (InvalidPathException e) {
            throw node.invalid("'" + text + "' is not a path: " + e.getReason());
        }
    }

    /** Reads one path, or a list of at least one path. */
    List<String> resolveGlobs(ConfigNode node) {
        if (node.isString()) {
            return List.of(resolve(node));
        }
        if (!node.isList()) {
            throw node.expected("a path or a list of paths");
        }
        List<String> paths = node.items().stream().map(this::resolve).toList();
        if (paths.isEmpty()) {
            throw node.invalid("empty; expected at least one path");
        }
        return paths;
    }

    /** A canonical form of a path, for comparison. */
    static String folder(String path) {
        String local = path.replaceFirst("^file:/+", "/");
        return local.length() > 1 && local.endsWith("/")
                ? local.substring(0, local.length() - 1)
                : local;
    }

    /** Whether a source that reads {@code source} would read files written to {@code sink}. */
    static boolean reads(String source, String sink) {
        String from = folder(source);
        String to = folder(sink);
        Matcher glob = GLOB.matcher(from);
        if (!glob.find()) {
            return to.equals(from) || to.startsWith(from.endsWith("/") ? from : from + "/");
        }
        if (to.equals(from.substring(0, from.lastIndexOf('/', glob.start())))) {
            return true;
        }
        return Glob.covers(from, to + "/part");
    }
}
