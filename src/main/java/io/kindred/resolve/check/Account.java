package io.kindred.resolve.check;

/**
 * Facts that two places in a state must agree on. Each place posts its entries to a {@link Ledger}.
 */
public enum Account {
    STRINGS("interner", true, "interner-ids", "interner-strings"),
    IDENTITIES("record-ids", true, "the index", "the records"),
    ANCHORS("entity-ids", true, "the index", "the records"),
    KEY_POSTINGS("key-postings", true, "the list", "the records"),
    UNIQUE_CLAIMS("unique-claims", true, "the list", "the records"),
    VALUE_POSTINGS("value-postings", true, "the list", "the records"),
    SETS("sets of records", true, "the set", "the records"),
    EXPIRY("expiry-buckets", true, "the index", "the records"),
    DECISIONS("decisions", true, "the lesser record", "the greater record"),
    MEMBERS("components", true, "the component", "the records"),
    WAITING("components-due", true, "the index", "the components"),
    FURTHER("further entries", true, "the head", "the table"),
    COMPONENTS("components", true, "the state", "a fresh resolution"),
    RESULTS("results", true, "the state", "a fresh resolution"),
    RECORDS("registry", false, "the shards", "the registry"),
    ESCALATED("reconcile", false, "the shard", "reconcile"),
    KEY_COUNTS("directory", false, "the shards", "the directory"),
    GENERIC_KEYS("directory", false, "reconcile", "the directory"),
    CLAIMS("uniqueness", false, "the shards", "the uniqueness operator"),
    OUTPUTS("publish", false, "what was emitted", "the output"),
    /** In buckets of its own, see {@link Ledger#recordsArePartial}. */
    RECORD_ROWS("publish", false, "what the shards have", "the output");

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

    /**
     * The title of entries in findings. It names the place, unless the account spans several
     * places.
     */
    String title(String place) {
        return isOfOnePlace ? place + ": " + table : table;
    }

    /** Whether both sides are in one place, so that entries of different places are unrelated. */
    boolean isOfOnePlace() {
        return isOfOnePlace;
    }

    /** The name of a side. */
    String side(boolean isLeft) {
        return isLeft ? left : right;
    }
}
