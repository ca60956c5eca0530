package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;

/** Reads a limit: a number, or an object with a share. */
final class CountLimitReader {

    private CountLimitReader() {}

    /**
     * Reads a limit.
     *
     * @param after the default: fewer in all are not judged by a share
     */
    static CountLimit read(ConfigNode node, long after) {
        if (!node.isObject()) {
            return new CountLimit.Number(node.integer(0, Long.MAX_VALUE));
        }
        ConfigObject limit = node.object().allow("share", "after");
        return new CountLimit.Share(
                limit.required("share", "a number from 0 to 1").share(),
                limit.optional("after")
                        .map(value -> value.integer(0, Long.MAX_VALUE))
                        .orElse(after));
    }
}
