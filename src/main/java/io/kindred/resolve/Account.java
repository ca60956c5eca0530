package io.kindred.resolve;

/** What two places in a state must agree on. A {@link Ledger} takes the entries of both. */
public enum Account {
    /** Strings and their ids. */
    STRINGS("interner", true, "interner-ids", "interner-strings"),
    /** The record that an identity leads to. */
    IDENTITIES("record-ids", true, "the index", "the records"),
    /** The record that an entity is named after. */
    ANCHORS("entity-ids", true, "the index", "the records"),
    /** Records and times of a key value. */
    KEY_POSTINGS("key-postings", true, "the list", "the records"),
    /** Records and times of a value under {@code unique}. */
    UNIQUE_CLAIMS("unique-claims", true, "the list", "the records"),
    /** Records and times of any other value. */
    VALUE_POSTINGS("value-postings", true, "the list", "the records"),
    /** Records by entity type, perspective and time. */
    SETS("sets of records", true, "the set", "the records"),
    /** The records of a component. */
    MEMBERS("components", true, "the component", "the records"),
    /** Components that wait to be emitted. */
    WAITING("components-due", true, "the index", "the components"),
    /** Terms of tables that continue an entry of another table. */
    FURTHER("further entries", true, "the head", "the table"),
    /** The records of each component, by name. */
    COMPONENTS("components", true, "the state", "a fresh resolution"),
    /** Digests of the results. */
    RESULTS("results", true, "the state", "a fresh resolution"),
    /** Current records and the number of their last change. */
    RECORDS("registry", false, "the shards", "the registry"),
    /** Records that a shard does not resolve itself. */
    ESCALATED("reconcile", false, "the shard", "reconcile"),
    /** Records by key value and shard, and what the value is known to be. */
    KEY_COUNTS("directory", false, "the shards", "the directory"),
    /** Key values that are generic. */
    GENERIC_KEYS("directory", false, "reconcile", "the directory"),
    /** Claims on values under {@code unique}. */
    CLAIMS("uniqueness", false, "the shards", "the uniqueness operator"),
    /** Digests of what was emitted last. */
    OUTPUTS("publish", false, "what was emitted", "the output");

    private final String table;
    private final boolean isOfOnePlace;
    private final String left;
    private final String right;

    Account(String table, boolean isOfOnePlace, String left, String right) {
        this.table = table;
        this.isOfOnePlace = isOfOnePlace;
        this.left = left;
        this.right = right;
    }

    /** What the entries of a place go under, for people: the place unless it is about several. */
    String title(String place) {
        return isOfOnePlace ? place + ": " + table : table;
    }

    /** Whether entries of different places are about different things. */
    boolean isOfOnePlace() {
        return isOfOnePlace;
    }

    /** What has the entries of a side. */
    String side(boolean isLeft) {
        return isLeft ? left : right;
    }
}
