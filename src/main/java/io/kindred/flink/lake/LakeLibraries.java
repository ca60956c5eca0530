package io.kindred.flink.lake;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.SinksConfig.LakeFormat;

import java.util.LinkedHashMap;
import java.util.Map;

/** Whether the optional libraries are there. */
final class LakeLibraries {

    private LakeLibraries() {}

    /**
     * Checks that the libraries of a format are on the class path.
     *
     * @param file the job file
     * @param place of the sink in it
     * @throws InvalidConfigException naming the first that is missing
     */
    static void check(LakeFormat format, String file, String place) {
        Map<String, String> jarsByClass = new LinkedHashMap<>();
        switch (format) {
            case PAIMON ->
                    jarsByClass.put(
                            "org.apache.paimon.flink.sink.FlinkSinkBuilder", "paimon-flink-2.1");
            case ICEBERG ->
                    jarsByClass.put(
                            "org.apache.iceberg.flink.sink.IcebergSink",
                            "iceberg-flink-runtime-2.1");
        }
        jarsByClass.put("org.apache.hadoop.conf.Configuration", "hadoop-client-api");
        jarsByClass.put(
                "org.apache.hadoop.shaded.com.ctc.wstx.io.InputBootstrapper",
                "hadoop-client-runtime");
        jarsByClass.put("org.apache.commons.logging.LogFactory", "commons-logging");
        jarsByClass.forEach(
                (name, jar) -> {
                    if (!isThere(name)) {
                        throw new InvalidConfigException(
                                file,
                                place + ".type",
                                "needs the library "
                                        + jar
                                        + ", which is not on the class path; run"
                                        + " jobs/fetch-lake.sh, which puts it into lib/optional,"
                                        + " and for an installed Flink copy the jars from there to"
                                        + " its folder lib");
                    }
                });
    }

    private static boolean isThere(String name) {
        try {
            Class.forName(name, false, LakeLibraries.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return false;
        }
    }
}
