package io.kindred.resolve.state;

import java.io.Serializable;

/**
 * The outputs that an engine emits only if somebody wants them.
 *
 * @param goldenValues golden values, each with the records that it comes from
 * @param records what each record says
 */
public record OptionalOutputs(boolean goldenValues, boolean records) implements Serializable {

    /** None of them. */
    public static final OptionalOutputs NONE = new OptionalOutputs(false, false);
}
