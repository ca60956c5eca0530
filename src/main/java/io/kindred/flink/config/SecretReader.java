package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;

import java.util.Optional;
import java.util.regex.Pattern;

/** Reads values that may be secrets, which the job file does not contain but refers to. */
final class SecretReader {

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private SecretReader() {}

    /** The value, or a reference to a secret; see {@link io.kindred.flink.secret.Secrets}. */
    static String value(ConfigNode node) {
        if (!node.isObject()) {
            if (node.isNull() || node.isList()) {
                throw node.expected("a string, number or boolean, {env: NAME} or {file: PATH}");
            }
            return node.scalar();
        }
        ConfigObject reference = node.object().allow("env", "file");
        Optional<ConfigNode> env = reference.optional("env");
        Optional<ConfigNode> file = reference.optional("file");
        if (env.isPresent() == file.isPresent()) {
            throw node.invalid("expected {env: NAME} or {file: PATH}");
        }
        return env.map(SecretReader::variable).orElseGet(() -> secretFile(file.get()));
    }

    private static String variable(ConfigNode node) {
        String name = node.nonEmptyString();
        if (!VARIABLE.matcher(name).matches()) {
            // The value is not shown, because it may be the secret itself.
            throw node.invalid("expected the name of an environment variable");
        }
        return "${env:" + name + "}";
    }

    private static String secretFile(ConfigNode node) {
        String path = node.nonEmptyString();
        if (!path.startsWith("/") || path.indexOf('}') >= 0) {
            throw node.invalid(
                    "expected the absolute path of a file on the machines where the job runs,"
                            + " without '}'");
        }
        return "${file:" + path + "}";
    }
}
