package io.kindred.flink.kafka;

/** Gives the values of environment variables of the process; public because Kafka makes it. */
public final class EnvironmentProvider extends SecretProvider {

    /** For Kafka. */
    public EnvironmentProvider() {}

    @Override
    String secret(String place) {
        String value = System.getenv(place);
        if (value == null) {
            throw missing(
                    "the environment variable "
                            + place
                            + " is not set on this machine; set it wherever the job runs");
        }
        return value;
    }
}
