package io.kindred.flink.secret;

/**
 * Provides secrets from environment variables of the process. Public because Kafka instantiates it.
 */
public final class EnvironmentProvider extends SecretProvider {

    public EnvironmentProvider() {}

    @Override
    String secret(String place) {
        String value = System.getenv(place);
        if (value == null) {
            throw missing(
                    "the environment variable "
                            + place
                            + " is not set on this machine; set it on every machine where the job runs");
        }
        return value;
    }
}
