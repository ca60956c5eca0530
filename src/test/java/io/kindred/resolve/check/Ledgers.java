package io.kindred.resolve.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The ledgers of a check in both its passes. */
public final class Ledgers {

    private Ledgers() {}

    /**
     * What a check finds wrong, as lines.
     *
     * @param check posts to the ledgers that it is given, one a place; the same when called again
     */
    public static List<String> findings(Consumer<Function<String, Ledger>> check) {
        List<String> lines = new ArrayList<>();
        Balance balance = new Balance(1_000, lines::add);
        pass(check, new BitSet(), balance);
        BitSet unbalanced = balance.unbalanced();
        if (!unbalanced.isEmpty()) {
            pass(check, unbalanced, balance);
        }
        balance.end();
        if (balance.findings() < lines.size()) {
            throw new AssertionError("counted " + balance.findings() + ", shown " + lines);
        }
        return lines;
    }

    /** The same of one place. */
    public static List<String> findingsOf(String place, Consumer<Ledger> check) {
        return findings(ledgers -> check.accept(ledgers.apply(place)));
    }

    private static void pass(
            Consumer<Function<String, Ledger>> check, BitSet looked, Balance balance) {
        List<Ledger> open = new ArrayList<>();
        check.accept(
                place -> {
                    Ledger ledger = new Ledger(place, 1_000, looked, balance);
                    open.add(ledger);
                    return ledger;
                });
        open.forEach(Ledger::end);
    }
}
